"""Registries of the parts of a purge and of the data people get about themselves.

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
    """The records a purge may erase. `held`: people who left long enough ago but have an open item. `logins`: accounts
    disabled long ago, of purged people or of nobody in the directory."""

    before: date
    people: list[int]
    blocked: list[int]
    periods: list[Period]
    logins: list[int]


@dataclass(frozen=True, slots=True)
class PurgePart:
    """Rows of one subject that a purge empties or deletes.

    `count` returns how many rows `erase` would change; `erase` changes them and returns their number. `figure`: the
    name under which the command and the trail report that number, "" for none; parts with the same figure are added
    up. Parts run, and figures are reported, by `order`.
    """

    name: str
    order: int
    figure: str
    count: Callable[[Due], int]
    erase: Callable[[Due], int]


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """The person whose data are collected, their login, and the months to include, oldest first."""

    employee_id: int
    user_id: int
    periods: list[Period]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a person's data: column titles with their kinds, and rows.

    A kind is one of `app/excel/column_widths.py`, or names a set of codes that the edge replaces by labels.
    """

    title: str
    columns: Sequence[tuple[str, str]]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class OwnDataPart:
    """One section of a person's data. `read` changes nothing; sections are sorted by `order`."""

    name: str
    order: int
    read: Callable[[OwnPerson], Section]


@dataclass(frozen=True, slots=True)
class LoginDataPart:
    """One section about a login, read by its id, whether or not it belongs to a person. `read` changes nothing."""

    name: str
    order: int
    read: Callable[[int], Section]


class Part(Protocol):
    """The attributes every kind of part has."""

    @property
    def name(self) -> str:
        """Unique in its registry."""

    @property
    def order(self) -> int:
        """Unique in its registry, so that the order never depends on who registered first."""


P = TypeVar("P", bound=Part)


class Registry(Generic[P]):
    """Registered parts, iterated by their order."""

    def __init__(self) -> None:
        self._parts: list[P] = []

    def register(self, *parts: P) -> None:
        """Add parts. ValueError for a name or an order that another part has."""
        for part in parts:
            if any(part.name == one.name or part.order == one.order for one in self._parts):
                raise ValueError(f"{part.name} ({part.order}) is registered already")
            self._parts.append(part)
            self._parts.sort(key=lambda one: one.order)

    def remove(self, part: P) -> None:
        """Remove a part. ValueError if it is not registered."""
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
    """Split the ids into lists of at most 500, so that no statement has too many parameters."""
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def batch_by(
    ids: Callable[[Due], list[int]], change: Callable[[list[int]], int | None]
) -> Callable[[Due], int]:
    """An `erase` that calls `change` for each batch of these ids and adds up what it returns."""
    return lambda due: sum(change(some) or 0 for some in in_batches(ids(due)))


def count_none(_due: Due) -> int:
    """The `count` of a part without a figure: always 0."""
    return 0
