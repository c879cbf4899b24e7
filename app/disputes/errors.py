"""Why something cannot be disputed or answered."""

from app.shared.errors import DomainError


class NotYourSale(DomainError):
    """The sale is not counted for this person (any more), or it is a reversal."""


class AlreadyDisputed(DomainError):
    """This sale is being looked into already."""


class TooManyDisputes(DomainError):
    """This person has `most` questions open; they are answered first."""


class TooEarly(DomainError):
    """The booth has not sent everything yet, and no day has passed since the purchase."""


class NotBoughtYet(DomainError):
    """The time of the purchase lies ahead, or too far back (`days`)."""


class DisputeAnswered(DomainError):
    """Somebody answered it meanwhile."""


class WrongOutcome(DomainError):
    """The chosen sale is no sale of an unknown buyer, so it cannot be this person's."""
