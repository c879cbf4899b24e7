"""The refusals about tills, shifts and paper sheets."""

from app.shared.errors import Refused


class TillNameMissing(Refused):
    """A till needs a name."""


class TillAlreadyRevoked(Refused):
    """This till's token was already revoked."""


class ShiftAlreadyOpen(Refused):
    """This cashier already has an open shift at this booth."""


class ShiftAlreadyClosed(Refused):
    """The shift is already closed."""


class TillCodeRefused(Refused):
    """The code does not enrol a till: mistyped, used, withdrawn or older than half an hour. One answer for all."""


class TillCodeGone(Refused):
    """The code to withdraw was already used, withdrawn or expired."""


class SheetAlreadyEnded(Refused):
    """This paper sheet has already ended. facts: number."""


class NoShiftOpen(Refused):
    """The cashier has no open shift; one must be opened first."""
