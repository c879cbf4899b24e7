"""The faults and warnings of rows, as keys of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row with the reason for its refusal or warning.

    `row`: its number in the spreadsheet; `reason`: the key of the sentence; `column`: the column's name ("" for the
    whole row); `label`: the person or thing in the row; `facts`: the values of the sentence.
    """

    row: int
    reason: str
    column: str = ""
    label: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The cell's content, shortened; "" if it is not shown."""
        return str(self.facts.get("shown", ""))


class RowRefused(ValueError):
    """Raised while reading or planning if a row is refused. `shown`: the content of the cell."""

    def __init__(self, reason: str, column: str = "", shown: object = "", **facts: object) -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column
        self.facts = facts if shown == "" else {"shown": str(shown)[:MOST_SHOWN], **facts}

    def at(self, row: int, label: str = "") -> RowFault:
        """The fault of this row."""
        return RowFault(row, self.reason, self.column, label, self.facts)
