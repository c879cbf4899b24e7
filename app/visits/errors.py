"""What can be refused about visits and findings."""

from app.shared.errors import Refused


class VisitEmpty(Refused):
    """A visit at which nothing was seen."""


class VisitAhead(Refused):
    """A visit on a day that has not come."""


class VisitOfOwnMaker(Refused):
    """Nobody visits a maker to whom they are bound."""


class FindingClosed(Refused):
    """The finding was verified or dropped already."""
