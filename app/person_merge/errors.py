"""Refusals about merging people."""

from app.shared.errors import DomainError, NotFound, Refused


class MergeReasonMissing(DomainError):
    """A merge wants a reason."""


class OwnRecord(Refused):
    """Nobody merges, or takes apart, the own record."""


class MergeNotFound(NotFound):
    """There is no such merge."""


class MergeUndoPrevented(Refused):
    """Something depends on the merge. Facts: why, a code of `find_obstacle`."""
