"""What may be refused about settings. The sentences stand in `app/messages/refusals.py`."""

from app.shared.errors import Refused


class UnknownSetting(Refused):
    """No setting of this name."""


class UnusableSetting(Refused):
    """The value is not of the kind, or outside the bounds, of this setting."""


class SettingNotDated(Refused):
    """This setting holds always; it cannot begin with a month."""


class SettingNeedsMonth(Refused):
    """This setting begins with a month, and none was given."""


class HolidayOutOfReach(Refused):
    """A holiday lies before last year or after the year after next. facts: first, last (years)."""


class TooManyHolidays(Refused):
    """The year has as many holidays as it may have. facts: most, year."""


class SettingIsPermanent(Refused):
    """The mark of a demo city cannot be taken away: such a city never becomes a real one."""
