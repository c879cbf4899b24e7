"""Services for makers' shops: claim, check, end."""

from sqlalchemy import func, select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.channels.errors import ChannelRefused, ChannelsFull
from app.channels.lookups import list_kinds
from app.channels.models import Channel
from app.channels.queries import get_channel
from app.channels.rules import MOST_CHANNELS, AddressRefused, read_address
from app.extensions import db
from app.makers.queries import get_maker
from app.shared import clock


def claim_channel(maker_id: int, text: str, *, actor: Actor) -> Channel:
    """Claim the address in a pasted text. An existing one of the maker is kept; a closed one is claimed again.

    NotFound, ChannelRefused, ChannelsFull.
    """
    maker = get_maker(maker_id)
    try:
        kind, address = read_address(text, list_kinds())
    except AddressRefused as refused:
        raise ChannelRefused(refused.reason, **refused.facts) from refused
    # Markets ignore case, so an address that differs only in case is the same shop.
    same = select(Channel).where(Channel.maker_id == maker.id, func.lower(Channel.address) == address.lower())
    channel = db.session.scalars(same.order_by(Channel.id)).first()
    if channel is not None and channel.state != "gone":
        return channel
    if channel is None:
        if (
            db.session.scalar(select(func.count()).where(Channel.maker_id == maker.id)) or 0
        ) >= MOST_CHANNELS:
            raise ChannelsFull("address", most=MOST_CHANNELS)
        channel = Channel(maker_id=maker.id, kind=kind, address=address, made_at=clock.now())
        db.session.add(channel)
    channel.state, channel.seen_on, channel.seen_by = "claimed", None, None
    db.session.flush()
    _record("umkm.claim_channel", channel, actor)
    return channel


def see_channel(channel_id: int, *, actor: Actor) -> None:
    """Record that a person opened the address today and saw the maker's shop. NotFound."""
    channel = get_channel(channel_id)
    channel.state, channel.seen_on, channel.seen_by = "seen", clock.today(), actor.id or 0
    db.session.flush()
    _record("umkm.see_channel", channel, actor)


def end_channel(channel_id: int, *, actor: Actor) -> None:
    """Record that the shop is closed, or that the maker withdrew the address. NotFound."""
    channel = get_channel(channel_id)
    channel.state = "gone"
    db.session.flush()
    _record("umkm.end_channel", channel, actor)


def _record(action: str, channel: Channel, actor: Actor) -> None:
    details = {"channel": channel.id, "kind": channel.kind}
    record_event(action, actor=actor, subject="maker", subject_id=channel.maker_id, details=details)
