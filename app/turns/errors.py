"""The refusals about turns, presence and contacts."""

from app.shared.errors import Refused


class DayIsPast(Refused):
    """The day of the turn is past."""


class NotTheDay(Refused):
    """Presence can be recorded only on the day itself."""


class TooManySeats(Refused):
    """The number of seats is not from 1 to 50."""


class TurnAnswered(Refused):
    """The maker was present at the booth on that day, so the answer cannot be changed."""


class PlaceTaken(Refused):
    """The turn was declined, and another maker has been invited instead."""


class NotAMakersCard(Refused):
    """The card is unknown or revoked, or its login acts for no maker or for several."""


class FollowUpTooEarly(Refused):
    """The 30 or 90 days before the outcome are not over; facts: `day`."""


class FollowUpRecorded(Refused):
    """The outcome after these days is already recorded and cannot be changed."""


class OutcomeUnusable(Refused):
    """The outcome is none of the three, or there is an amount without an order."""


class PartnerMissing(Refused):
    """The name of the contact's partner is missing."""
