"""What can be refused about certificates and their rules."""

from app.certificates.rules.reading import Problem
from app.shared.errors import Refused


class CertificateUnnumbered(Refused):
    """A certificate is checked only once its number is known."""


class CertificateEnded(Refused):
    """The certificate was ended already."""


class CertificateDatesWrong(Refused):
    """It ends before it begins, or was seen on a day that has not come."""


class CertificateOfOwnMaker(Refused):
    """Nobody checks certificates of a maker to whom they are bound."""


class CertificateKindUnknown(Refused):
    """The rules know no such kind or group of goods."""


class RulebookUnusable(Refused):
    """The text of rules cannot be read; `problems` says all that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("content")
        self.problems = problems
