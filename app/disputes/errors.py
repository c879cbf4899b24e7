"""The refusals about disputes."""

from app.shared.errors import DomainError


class NotYourSale(DomainError):
    """The sale does not count for this person (any more), or is a reversal."""


class AlreadyDisputed(DomainError):
    """This sale already has an open dispute."""


class TooManyDisputes(DomainError):
    """This person has `most` open disputes, which must be answered first."""


class TooEarly(DomainError):
    """The booth's tills have not sent everything yet, and less than a day has passed since the purchase."""


class NotBoughtYet(DomainError):
    """The time of the purchase is in the future, or too long ago (`days`)."""


class DisputeAnswered(DomainError):
    """The dispute has been answered meanwhile."""


class WrongOutcome(DomainError):
    """The selected sale has a known buyer, so it cannot be this person's."""
