"""What can be refused about exemptions and lowered months."""

from app.shared.errors import NotFound, Refused


class ExemptionNotFound(NotFound):
    """No exemption has this row number."""


class ExemptionOverlaps(Refused):
    """The same person, unit, tier or everyone is exempt in some of these months already.

    facts: number (of the letter), span.
    """


class ExemptionDecided(Refused):
    """The proposal was approved, rejected or withdrawn before. facts: state, number (of the letter)."""


class ExemptionNotApproved(Refused):
    """Only an approved exemption can be revoked."""


class ExemptionScopeIncomplete(Refused):
    """The scope names nobody: a person, unit or tier is missing, or does not exist."""


class ExemptionSpanReversed(Refused):
    """The last month lies before the first."""


class LetterMissing(Refused):
    """Number or date of the letter is missing, or the date lies ahead."""


class MonthClosedForTerms(Refused):
    """A closed month keeps its figures: it cannot be lowered or waived any more. facts: period."""


class PercentOutOfRange(Refused):
    """A month is lowered by 1 to 100 per cent."""


class LoweredMonthNotFound(NotFound):
    """This month is not lowered."""
