"""The version of what the public pages show: it changes with each act but those that only a shelf may tell (ADR 0059).

A sale, a sign-in or a stranger's wrong password changes no page but by the pieces on a shelf; pages are made anew every
minute for those.
"""

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.audit.queries import get_trail_position, list_actions_since
from app.extensions import db

_UNSEEN = ("access.", "accounts.", "sales.", "booths.open_shift", "booths.close_shift", "booths.sync_shifts")
"""Acts, or rooms of acts, after which pages are the same, or differ by a shelf."""


Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of the trail is counted into `number`: up to this event and this link of the chain."""

    number: int
    event: int
    link: int


_SEEN: "WeakKeyDictionary[Engine, _Seen]" = WeakKeyDictionary()
_LOCK = threading.Lock()


def get_version() -> Version:
    """The version now; call it before the reads of the page. One statement while nothing happened, else two.

    On PostgreSQL an event may become visible after one with a higher number; its link in the chain is then new.
    """
    event, link = get_trail_position(db.engine)
    with _LOCK:
        seen = _SEEN.setdefault(db.engine, _Seen(0, event, link))
        if event < seen.event or link < seen.link:  # read before what another thread has seen
            return event, link
        if (event, link) != (seen.event, seen.link):
            actions = list_actions_since(seen.event, seen.link)
            has_changed = any(not one.startswith(_UNSEEN) for one in actions)
            seen = _SEEN[db.engine] = _Seen(seen.number + has_changed, event, link)
        return (seen.number,)


def find_version(engine: Engine) -> Version | None:
    """The version now by the statement alone, without an application's context; None where `get_version` must look
    at what happened since."""
    position = get_trail_position(engine)
    with _LOCK:
        seen = _SEEN.get(engine)
        return (seen.number,) if seen and position == (seen.event, seen.link) else None
