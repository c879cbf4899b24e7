"""The refusals about months and late items."""

from app.shared.errors import NotFound, Refused


class MonthAlreadyClosed(Refused):
    """The month is closed; it cannot be closed once more. facts: period."""


class MonthNotClosed(Refused):
    """The month is open; there is nothing to reopen. facts: period."""


class LateItemNotPending(NotFound):
    """The month has no such undecided late item: it does not exist or is decided. facts: period, ids."""


class MonthIsFixed(Refused):
    """Only a sale parked because of its clock may be moved to another month (decisions 17 and 20). facts: ids."""
