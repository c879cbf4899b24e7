"""The refusals about settings. Their sentences are in `app/messages/refusals.py`."""

from app.shared.errors import Refused


class UnknownSetting(Refused):
    """No setting of this name."""


class UnusableSetting(Refused):
    """The value has the wrong type, or is outside the bounds, of this setting."""


class SettingNotDated(Refused):
    """This setting applies to all months; it cannot begin with one."""


class SettingNeedsMonth(Refused):
    """This setting needs a first month, and none was given."""


class HolidayOutOfReach(Refused):
    """A holiday lies before last year or after the year after next. facts: first, last (years)."""


class TooManyHolidays(Refused):
    """The year has the highest allowed number of holidays. facts: most, year."""


class SettingIsPermanent(Refused):
    """The mark of a demo city cannot be removed: it never becomes a real city."""
