"""Refusals about merging people."""

from app.shared.errors import DomainError, NotFound, Refused


class MergeReasonMissing(DomainError):
    """The reason of the merge is missing."""


class OwnRecord(Refused):
    """Nobody may merge, or undo a merge of, the own record."""


class MergeNotFound(NotFound):
    """There is no such merge."""


class MergeUndoPrevented(Refused):
    """Something depends on the merge. Facts: why, a code of `find_obstacle`."""
