"""Refusals about undoing a roster import."""

from app.shared.errors import DomainError, Refused


class RosterUndoPrevented(Refused):
    """Something depends on the import. Facts: codes, those of `list_dependents`."""


class RosterUndoReasonMissing(DomainError):
    """The reason for undoing the import is missing."""
