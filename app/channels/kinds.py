"""Turns shop addresses in the Dinas' sheet into claimed shops of the maker; other addresses get a warning.

A maker with the highest allowed number of shops gets no more; the cell remains stored as a claim.
"""

from collections.abc import Iterator, Sequence

from app.audit.rules import Actor
from app.channels.errors import ChannelRefused, ChannelsFull
from app.channels.lookups import list_kinds
from app.channels.rules import AddressRefused, read_address, split_addresses
from app.channels.services import claim_channel
from app.makers.claims import Claim, Doubt, doubt_claims, take_claims

_KIND = "shop"
_DOUBTS = {"closed": "shop_closed", "no_shop": "shop_address"}


@doubt_claims
def doubt_shops(claim: Claim) -> Iterator[Doubt]:
    """The doubts about addresses in the cell that are not shops of a supported kind, with reasons."""
    kind, text = claim
    if kind != _KIND:
        return
    names = ", ".join(one.name for one in list_kinds() if one.closed_on is None)
    for address in split_addresses(text):
        try:
            read_address(address, list_kinds())
        except AddressRefused as refused:
            reason = _DOUBTS.get(refused.reason, "shop_unknown")
            yield reason, {"shown": address[:60], "names": names, **refused.facts}


@take_claims
def claim_shops(maker_id: int, claims: Sequence[Claim], actor: Actor) -> None:
    """Claim each supported shop address; `doubt_shops` has warned of the others."""
    for kind, text in claims:
        for address in split_addresses(text) if kind == _KIND else ():
            try:
                claim_channel(maker_id, address, actor=actor)
            except ChannelRefused:
                continue
            except ChannelsFull:
                break
