"""The refusals about certificates and their rules."""

from app.certificates.rules.reading import Problem
from app.shared.errors import Refused


class CertificateUnnumbered(Refused):
    """A certificate without a number cannot be checked."""


class CertificateEnded(Refused):
    """The certificate has already been ended."""


class CertificateDatesWrong(Refused):
    """The certificate ends before it begins, or was checked on a future day."""


class CertificateOfOwnMaker(Refused):
    """The officer acts for the maker, so may not check its certificates."""


class CertificateKindUnknown(Refused):
    """The rules have no such kind of certificate or group of goods."""


class RulebookUnusable(Refused):
    """The text of rules cannot be read; `problems` lists all faults."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("content")
        self.problems = problems
