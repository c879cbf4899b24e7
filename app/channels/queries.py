"""Reads of makers' shops: a maker's own, public ones, those to check, and counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from app.channels.lookups import get_name, list_kinds
from app.channels.models import Channel
from app.channels.rules import STALE_AFTER, is_stale
from app.extensions import db
from app.makers.models import Maker, MakerProfile
from app.shared.columns import table
from app.shared.errors import NotFound

_CHANNEL, _MAKER, _PROFILE = table(Channel), table(Maker), table(MakerProfile)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A shop of a maker. `state` on the given day: claimed, seen, stale or gone."""

    id: int
    maker_id: int
    maker: str
    kind: str
    name: str
    address: str
    state: str
    seen_on: date | None


def _rows() -> Select[Any]:
    c = _CHANNEL.c
    return (
        select(c.id, c.maker_id, _MAKER.c.name, c.kind, c.address, c.state, c.seen_on)
        .join_from(_CHANNEL, _MAKER)
        .order_by(_MAKER.c.search_name, c.id)
    )


def _row(row: Any, day: date) -> ChannelRow:
    state = "stale" if row[5] == "seen" and is_stale(row[6], day) else row[5]
    return ChannelRow(row[0], row[1], row[2], row[3], get_name(row[3]), row[4], state, row[6])


def list_channels(maker_ids: Collection[int], day: date) -> list[ChannelRow]:
    """The shops of these makers, including closed ones. One statement."""
    query = _rows().where(_CHANNEL.c.maker_id.in_(maker_ids))
    return [_row(row, day) for row in db.session.execute(query)]


def list_public_channels(maker_id: int, day: date) -> list[ChannelRow]:
    """The recently checked shops of a maker and of the records joined into it."""
    joined = select(_PROFILE.c.maker_id).where(_PROFILE.c.joined_into_id == maker_id)
    own = (_CHANNEL.c.maker_id == maker_id) | _CHANNEL.c.maker_id.in_(joined)
    query = _rows().where(own, _CHANNEL.c.state == "seen", _CHANNEL.c.seen_on >= day - STALE_AFTER)
    return [_row(row, day) for row in db.session.execute(query)]


def list_to_look_at(day: date, *, limit: int) -> list[ChannelRow]:
    """Shops that were never checked, or whose last check is too old."""
    old = (_CHANNEL.c.state == "seen") & (_CHANNEL.c.seen_on < day - STALE_AFTER)
    query = _rows().where((_CHANNEL.c.state == "claimed") | old, _MAKER.c.is_active).limit(limit)
    return [_row(row, day) for row in db.session.execute(query)]


def get_channel(channel_id: int, maker_ids: Collection[int] | None = None) -> Channel:
    """One shop, only of these makers if given. NotFound."""
    channel = db.session.get(Channel, channel_id)
    if channel is None or (maker_ids is not None and channel.maker_id not in maker_ids):
        raise NotFound()
    return channel


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """The numbers of makers with a claimed shop in one kind of channel, and with a recently checked one."""

    name: str
    claimed: int
    seen: int


@dataclass(frozen=True, slots=True)
class ChannelCounts:
    """`kinds` with shops; `makers`: all active makers; `with_seen`: those with a recently checked shop of any kind."""

    kinds: list[ChannelCount]
    makers: int
    with_seen: int


def count_channels(day: date) -> ChannelCounts:
    """Count the makers with shops, by kind and in all. Three statements."""
    is_seen = (_CHANNEL.c.state == "seen") & (_CHANNEL.c.seen_on >= day - STALE_AFTER)
    distinct = func.count(_CHANNEL.c.maker_id.distinct())
    query = (
        select(_CHANNEL.c.kind, distinct, distinct.filter(is_seen))
        .join_from(_CHANNEL, _MAKER)
        .where(_MAKER.c.is_active, _CHANNEL.c.state != "gone")
        .group_by(_CHANNEL.c.kind)
    )
    counts = {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
    kinds = [ChannelCount(kind.name, *counts[kind.slug]) for kind in list_kinds() if kind.slug in counts]
    makers = db.session.scalar(select(func.count()).where(_MAKER.c.is_active)) or 0
    seen = select(distinct).join_from(_CHANNEL, _MAKER).where(_MAKER.c.is_active, is_seen)
    return ChannelCounts(kinds, makers, db.session.scalar(seen) or 0)
