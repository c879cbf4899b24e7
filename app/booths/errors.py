"""What can be refused about booths."""

from app.shared.errors import Refused


class BoothNameTaken(Refused):
    """Another booth already goes by this name."""


class BoothNameMissing(Refused):
    """A booth needs a name."""


class BoothNotInUse(Refused):
    """The booth was switched off: no till is enrolled and no shift opened there."""
