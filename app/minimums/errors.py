"""The refusals about decrees."""

from app.minimums.rules import Problem
from app.shared.errors import NotFound, Refused


class DecreeNotFound(NotFound):
    """No decree has this id."""


class PresetNotFound(NotFound):
    """No preset has this name."""


class DecreeUnusable(Refused):
    """The text has faults; `problems` lists all of them. facts: count."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("text", count=len(problems))
        self.problems = problems


class DecreeNumberTaken(Refused):
    """A decree of this number with other content exists, and decrees are never edited. facts: number."""


class DecreeWithdrawn(Refused):
    """The decree is already withdrawn. facts: number."""


class DecreeInUse(Refused):
    """A month was closed under the decree, so it cannot be withdrawn. facts: number, months."""


class WithdrawalReasonMissing(Refused):
    """The reason for withdrawing a decree is missing."""
