"""Whom a notice is for, and which of several days before a date has come. Pure: values in, values out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

ReaderKind = Literal["employee", "unit", "finance", "maker", "agency"]
"""Whom a notice may be for: a person, whoever looks after a unit, all of finance, whoever acts for a maker, and a
unit as the office that decides about makers."""
FINANCE = "finance"


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is to read once. Amounts in `facts` are whole rupiah, months `YYYY-MM`.

    `event` says what it is about: one reader gets the same event once.
    """

    reader: str
    kind: str
    event: str
    facts: dict[str, Any] = field(default_factory=dict)


def employee(employee_id: int) -> str:
    """The reader's name of a person."""
    return f"employee:{employee_id}"


def unit(unit_id: int) -> str:
    """The reader's name of everybody who looks after a unit."""
    return f"unit:{unit_id}"


def maker(maker_id: int) -> str:
    """The reader's name of everybody who acts for a maker."""
    return f"maker:{maker_id}"


def agency(unit_id: int) -> str:
    """The reader's name of everybody who decides about makers in the name of an office."""
    return f"agency:{unit_id}"


def find_step(days_left: int, steps: Collection[int]) -> int | None:
    """The last of these days before a date that has come: of (90, 30, 7, 0) it is 30 from the 30th day before on.

    None before the first. With the step in the event's name each is told once, and of several that were missed, while
    the timer stood still, only the last.
    """
    return min((step for step in steps if days_left <= step), default=None)
