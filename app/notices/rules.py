"""Rules for the readers of notices, and for the day on which a notice before a date is due. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

ReaderKind = Literal["employee", "unit", "finance", "maker", "agency"]
"""Whom a notice may be for: a person, whoever looks after a unit, all of finance, whoever acts for a maker, and a
unit as the office that decides about makers."""
FINANCE = "finance"


@dataclass(frozen=True, slots=True)
class Message:
    """A notice to be sent. Amounts in `facts` are whole rupiah, months `YYYY-MM`.

    `event`: its subject; a reader gets each event once.
    """

    reader: str
    kind: str
    event: str
    facts: dict[str, Any] = field(default_factory=dict)


def employee(employee_id: int) -> str:
    """The reader key of a person."""
    return f"employee:{employee_id}"


def unit(unit_id: int) -> str:
    """The reader key of the managers of a unit."""
    return f"unit:{unit_id}"


def maker(maker_id: int) -> str:
    """The reader key of the logins that act for a maker."""
    return f"maker:{maker_id}"


def agency(unit_id: int) -> str:
    """The reader key of the officers of an office that decides about makers."""
    return f"agency:{unit_id}"


def find_step(days_left: int, steps: Collection[int]) -> int | None:
    """The step that is due with so many days left: of (90, 30, 7, 0) it is 30 from the 30th day before on.

    None before the first. With the step in the event's name each is sent once; of several that were missed because the
    timer did not run, only the last is sent.
    """
    return min((step for step in steps if days_left <= step), default=None)
