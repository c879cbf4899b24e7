"""What can be refused about turns, presence and contacts."""

from app.shared.errors import Refused


class DayIsPast(Refused):
    """A turn is given, answered or taken on a day that is past."""


class NotTheDay(Refused):
    """Presence is recorded on the day itself."""


class TooManySeats(Refused):
    """A number of seats that is not from 1 to 50."""


class TurnAnswered(Refused):
    """The maker stood at the booth on that day, so the answer stays."""


class PlaceTaken(Refused):
    """The turn was passed on, and another maker has been invited in its place since."""


class NotAMakersCard(Refused):
    """A card that is unknown, ended, or whose login acts for no maker or for several."""


class FollowUpTooEarly(Refused):
    """An outcome is given before its 30 or 90 days are over; facts: `day`."""


class FollowUpRecorded(Refused):
    """The outcome after these days is recorded already; it stays."""


class OutcomeUnusable(Refused):
    """An outcome that is none of the three, or an amount without an order."""


class PartnerMissing(Refused):
    """A contact without a name of whom it is with."""
