"""What a part of purging and of one's own data is, and the lists of them.

A subject registers its parts in its own `purging.py` and `own_data.py`; `app/registered_parts.py` imports them all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from app.shared import clock
from app.shared.period import Period

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Due:
    """What a purge would take out. `held` people are gone long enough, but something of theirs is still open;
    `logins` are those of the people and of nobody in the directory that were switched off long ago."""

    before: date
    people: list[int]
    blocked: list[int]
    periods: list[Period]
    logins: list[int]


@dataclass(frozen=True, slots=True)
class PurgePart:
    """Rows of one subject that a purge empties or deletes.

    `count` says how many rows `erase` would change, without changing any; `erase` returns how many it changed.
    `figure` is the name under which the command and the trail report the number, "" for none; parts with the same
    figure are added up. Parts run by `order`, and figures are reported in it.
    """

    name: str
    order: int
    figure: str
    count: Callable[[Due], int]
    erase: Callable[[Due], int]


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """Whose data are handed out: the person, their login, and the months to tell about, oldest first."""

    employee_id: int
    user_id: int
    periods: list[Period]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of one's data: titles with their kinds, and rows.

    A kind is one of `app/excel/column_widths.py`, or names the codes in that column, which the edge puts into words.
    """

    title: str
    columns: Sequence[tuple[str, str]]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class OwnDataPart:
    """One section of one's own data. `read` changes nothing; sections stand by `order`."""

    name: str
    order: int
    read: Callable[[OwnPerson], Section]


@dataclass(frozen=True, slots=True)
class LoginDataPart:
    """One section about a login, by its number, whoever holds it. `read` changes nothing."""

    name: str
    order: int
    read: Callable[[int], Section]


class Part(Protocol):
    """What all kinds of parts have: a name of their own and a place in the order."""

    @property
    def name(self) -> str:
        """Unique in its registry."""

    @property
    def order(self) -> int:
        """Unique in its registry, too: the order never depends on who registered first."""


P = TypeVar("P", bound=Part)


class Registry(Generic[P]):
    """Parts by their order."""

    def __init__(self) -> None:
        self._parts: list[P] = []

    def register(self, *parts: P) -> None:
        """Take parts in. ValueError for a name or an order that another part has."""
        for part in parts:
            if any(part.name == one.name or part.order == one.order for one in self._parts):
                raise ValueError(f"{part.name} ({part.order}) is registered already")
            self._parts.append(part)
            self._parts.sort(key=lambda one: one.order)

    def remove(self, part: P) -> None:
        """Take a part out again. ValueError for one that is not there."""
        self._parts.remove(part)

    def __iter__(self) -> Iterator[P]:
        return iter(tuple(self._parts))


PURGING: Registry[PurgePart] = Registry()
OWN_DATA: Registry[OwnDataPart] = Registry()
LOGIN_DATA: Registry[LoginDataPart] = Registry()
"""They follow those of the person, or of the maker, that the login belongs to."""


def iso_local(at: datetime | None) -> str:
    """An instant in the city's zone, to the second, as ISO 8601; "" for None."""
    return clock.local(at).isoformat(timespec="seconds") if at else ""


def in_batches(ids: list[int]) -> Iterator[list[int]]:
    """The ids in lists of at most 500, so that no statement carries too many."""
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def batch_by(
    ids: Callable[[Due], list[int]], change: Callable[[list[int]], int | None]
) -> Callable[[Due], int]:
    """An `erase` that calls `change` for each batch of these ids and adds up what it returns."""
    return lambda due: sum(change(some) or 0 for some in in_batches(ids(due)))


def count_none(_due: Due) -> int:
    """The `count` of a part without a figure."""
    return 0
