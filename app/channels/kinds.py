"""Shops in the Dinas' sheet become claimed shops of the maker; an address of no known shop gets a warning.

A maker that has as many shops as are shown keeps those; the cell itself stands with its claims.
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
    """Each address in the cell that is no shop of a known kind, with the reason."""
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
    """Claim each known shop; `doubt_shops` has warned of the other addresses."""
    for kind, text in claims:
        for address in split_addresses(text) if kind == _KIND else ():
            try:
                claim_channel(maker_id, address, actor=actor)
            except ChannelRefused:
                continue
            except ChannelsFull:
                break
