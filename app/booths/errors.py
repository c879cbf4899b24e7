"""What can be refused about booths."""

from app.shared.errors import Refused


class BoothNameTaken(Refused):
    """Another booth already goes by this name."""


class BoothNameMissing(Refused):
    """A booth needs a name."""


class ModeDayUnusable(Refused):
    """A mode is said to hold from a day that is ahead, or not after the last change of mode."""


class BoothNotInUse(Refused):
    """The booth was switched off: no till is enrolled and no shift opened there."""
