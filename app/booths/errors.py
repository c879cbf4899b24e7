"""The refusals about booths."""

from app.shared.errors import Refused


class BoothNameTaken(Refused):
    """Another booth has this name."""


class BoothNameMissing(Refused):
    """A booth needs a name."""


class ModeDayUnusable(Refused):
    """The first day of a mode is in the future, or not after the last change of mode."""


class BoothNotInUse(Refused):
    """The booth was deactivated: no till can be enrolled and no shift opened there."""
