"""What the directory refuses."""

from app.imports.faults import RowFault
from app.shared.errors import DomainError, NotFound, Refused


class EmployeeNotFound(NotFound):
    """No such person."""


class UnitNotFound(NotFound):
    """No such unit."""


class RosterUploadNotFound(NotFound):
    """No such upload, or its file is gone."""


class UnitEnded(Refused):
    """The unit is no more on that day."""


class UnitKeyTaken(Refused):
    """Another unit has this ID."""


class UnitIsTop(Refused):
    """The city itself is neither moved nor merged nor ended."""


class UnitUnchanged(Refused):
    """The unit stands so already on that day."""


class UnitInUse(Refused):
    """People are posted there, or units hang below it. Facts: people, units."""


class TreeWouldBreak(Refused):
    """A unit would come to hang below itself."""


class UnitActNotFound(NotFound):
    """No such act on units."""


class UndoPrevented(Refused):
    """Something depends on what would be undone. Facts: why (a code), count."""


class PersonRefused(Refused):
    """A single person cannot be taken in, for the same reason as a roster's row: `fault`."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(None)
        self.fault = fault


class PersonExists(Refused):
    """Somebody has this number already. Fact: employee_id."""


class PersonLooksStored(Refused):
    """Somebody of the same name, with nothing that speaks against it, is stored. Fact: employee_id."""


class NoUnitsYet(Refused):
    """People cannot be placed before the tree of units is there."""


class DemoCityRefusesRoster(Refused):
    """The demo city is no place for real people (decisions, environment)."""


class RosterFileChanged(Refused):
    """The file is not the one that was previewed."""


class RosterStateChanged(Refused):
    """Somebody changed people since the preview, and the same file would now do something else."""


class PeopleWouldBeMissing(Refused):
    """So many people are not in the list that somebody must say it is complete. Facts: count, judged."""


class RosterAlreadyApplied(Refused):
    """This upload was confirmed before; nothing was done again."""


class RosterDiscarded(Refused):
    """This upload was discarded before it was confirmed."""


class NumberTaken(Refused):
    """The number belongs to somebody else."""


class PeopleAlreadyMerged(Refused):
    """One of the two records was merged into another already."""


class TwoPnsIds(Refused):
    """Both records carry a PNS ID: for the state's office they are two people."""


class SamePosting(Refused):
    """Exactly this holds already on that day."""


class NoPostingYet(Refused):
    """The person has no posting before that day which could end."""


class DateOutOfReach(DomainError):
    """The date lies before 2000 or more than a year ahead."""


class NobodyChosen(DomainError):
    """A form for several people came without any."""


class RosterLinkUnknown(Refused):
    """A row was linked to a person whom the preview did not suggest for it."""


class TooManyLookups(Refused):
    """One till or one login searched people more often than any booth does."""
