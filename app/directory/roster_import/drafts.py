"""What reading a roster gives: readable rows, refused rows, and the file as a whole. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Draft(NamedTuple):
    """One readable row. None in a posting's part: the file has no such column and says nothing about it."""

    row: int
    pns_id: str | None
    nip: str | None
    code: str | None
    name: str
    front_title: str | None
    back_title: str | None
    unit_id: int
    status: str
    service: str | None
    echelon: str | None
    position: str | None
    position_kind: str | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken: its number in the file, the name in it, why, and facts for the sentence."""

    row: int
    name: str
    reason: str
    facts: Mapping[str, object]
    keys: tuple[str | None, str | None, str | None] = (None, None, None)
    """PNS ID, NIP and code as far as they could be read: the person is in the file, though refused."""


class RowWarning(NamedTuple):
    """Something odd about a row that is taken nevertheless."""

    row: int
    code: str
    text: str


@dataclass
class RosterFile:
    """What a file holds. `rows` counts everything below the header, blank rows too."""

    sha256: str
    titles: tuple[str, ...] = ()
    rows: int = 0
    blank: int = 0
    sheets: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Visible sheets with something in them and no header: nobody was read from there."""
    hidden: list[str] = field(default_factory=list)
    """Hidden sheets with something in them: they are never read."""
    drafts: list[Draft] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)


class RowRefused(ValueError):
    """This row cannot be taken; `reason` and `facts` say why."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts
