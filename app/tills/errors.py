"""What can be refused about tills, shifts and paper sheets."""

from app.shared.errors import Refused


class TillNameMissing(Refused):
    """A till needs a name."""


class TillAlreadyRevoked(Refused):
    """This till's token was withdrawn before."""


class ShiftAlreadyOpen(Refused):
    """This cashier already has an open shift at this booth."""


class ShiftAlreadyClosed(Refused):
    """The shift was closed before."""


class TillCodeRefused(Refused):
    """The code enrols nothing: mistyped, used, withdrawn or over half an hour old. One answer for all."""


class TillCodeGone(Refused):
    """The code was used, withdrawn or over before it could be withdrawn."""


class SheetAlreadyEnded(Refused):
    """This paper sheet was ended before. facts: number."""


class NoShiftOpen(Refused):
    """The cashier has no open shift; one must be opened first."""
