"""Why a row of a sheet is not taken, or is odd: a key of a sentence, never the sentence itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class RowFault:
    """One row with the reason it is refused for, or warned of.

    `row` is its number as the person sees it, `reason` the key of the sentence, `column` the name of the column in
    question ("" for the row as a whole), `label` who or what the row is about, `facts` what fills the sentence.
    """

    row: int
    reason: str
    column: str = ""
    label: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """Return the cell's content, shortened; "" where it is not shown."""
        return str(self.facts.get("shown", ""))


class RowRefused(ValueError):
    """A reader's or planner's way to say that a row cannot be taken. `shown` is what stood in the cell."""

    def __init__(self, reason: str, column: str = "", shown: object = "", **facts: object) -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column
        self.facts = facts if shown == "" else {"shown": str(shown)[:MOST_SHOWN], **facts}

    def at(self, row: int, label: str = "") -> RowFault:
        """The fault of this row."""
        return RowFault(row, self.reason, self.column, label, self.facts)
