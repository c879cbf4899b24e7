"""The refusals about exemptions and minimum reductions."""

from app.shared.errors import NotFound, Refused


class ExemptionNotFound(NotFound):
    """No exemption has this id."""


class ExemptionOverlaps(Refused):
    """The same person, unit, tier or everyone has an exemption in some of these months.

    facts: number (of the letter), span.
    """


class ExemptionDecided(Refused):
    """The proposal is approved, rejected or withdrawn already. facts: state, number (of the letter)."""


class ExemptionNotApproved(Refused):
    """Only an approved exemption can be revoked."""


class ExemptionScopeIncomplete(Refused):
    """The person, unit or tier of the scope is missing or does not exist."""


class ExemptionSpanReversed(Refused):
    """The last month lies before the first."""


class LetterMissing(Refused):
    """The letter's number or date is missing, or the date is in the future."""


class MonthClosedForTerms(Refused):
    """A closed month cannot be reduced or waived. facts: period."""


class PercentOutOfRange(Refused):
    """The percentage of a reduction must be 1 to 100."""


class LoweredMonthNotFound(NotFound):
    """This month has no reduction."""
