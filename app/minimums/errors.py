"""What can be refused about a decree."""

from app.minimums.rules import Problem
from app.shared.errors import NotFound, Refused


class DecreeNotFound(NotFound):
    """No decree has this row number."""


class PresetNotFound(NotFound):
    """No preset has this name."""


class DecreeUnusable(Refused):
    """The text cannot be taken as it is; `problems` holds every reason. facts: count."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("text", count=len(problems))
        self.problems = problems


class DecreeNumberTaken(Refused):
    """A decree of this number says something else already, and decrees are never edited. facts: number."""


class DecreeWithdrawn(Refused):
    """The decree was taken back already. facts: number."""


class DecreeInUse(Refused):
    """A month was closed under the decree, so it stays. facts: number, months."""


class WithdrawalReasonMissing(Refused):
    """The reason for withdrawing a decree is missing."""
