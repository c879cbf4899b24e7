"""The version of the public pages' content: it changes with each act that may change a page (ADR 0059).

Sales, sign-ins and wrong passwords change at most the pieces on a shelf; pages are rendered again every minute for
those.
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
class _Position:
    """The last audit event and link of the chain that `number` takes into account."""

    number: int
    event: int
    link: int


_POSITIONS: "WeakKeyDictionary[Engine, _Position]" = WeakKeyDictionary()
_LOCK = threading.Lock()


def get_version() -> Version:
    """The present version; call it before the reads of the page. One statement if nothing happened, else two.

    On PostgreSQL an event may become visible after one with a higher number; its link in the chain is then new.
    """
    event, link = get_trail_position(db.engine)
    with _LOCK:
        position = _POSITIONS.setdefault(db.engine, _Position(0, event, link))
        if (
            event < position.event or link < position.link
        ):  # another thread has read a later position meanwhile
            return event, link
        if (event, link) != (position.event, position.link):
            actions = list_actions_since(position.event, position.link)
            has_changed = any(not action.startswith(_UNSEEN) for action in actions)
            position = _POSITIONS[db.engine] = _Position(position.number + has_changed, event, link)
        return (position.number,)


def find_version(engine: Engine) -> Version | None:
    """The present version from one statement, without an application context; None if events happened since, which
    `get_version` must examine."""
    position = get_trail_position(engine)
    with _LOCK:
        last = _POSITIONS.get(engine)
        return (last.number,) if last and position == (last.event, last.link) else None
