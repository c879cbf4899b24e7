"""The refusals about visits and findings."""

from app.shared.errors import Refused


class VisitEmpty(Refused):
    """The visit has no answers."""


class VisitAhead(Refused):
    """The day of the visit is in the future."""


class VisitOfOwnMaker(Refused):
    """The officer acts for the maker, so may not visit it."""


class FindingClosed(Refused):
    """The finding is already verified or dropped."""
