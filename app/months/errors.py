"""What can be refused about a month or its late tray."""

from app.shared.errors import NotFound, Refused


class MonthAlreadyClosed(Refused):
    """The month is closed; it cannot be closed once more. facts: period."""


class MonthNotClosed(Refused):
    """The month is open; there is nothing to reopen. facts: period."""


class LateItemNotWaiting(NotFound):
    """No such item waits in this month's late tray: unknown, or decided already. facts: period, ids."""


class MonthIsFixed(Refused):
    """Only a sale parked for its clock may be given another month (decisions 17 and 20). facts: ids."""
