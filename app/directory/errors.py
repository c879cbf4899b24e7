"""The refusals of the directory."""

from app.imports.faults import RowFault
from app.shared.errors import DomainError, NotFound, Refused


class EmployeeNotFound(NotFound):
    """No such person."""


class UnitNotFound(NotFound):
    """No such unit."""


class RosterUploadNotFound(NotFound):
    """No such upload, or its file is deleted."""


class UnitEnded(Refused):
    """The unit has ended by that day."""


class UnitKeyTaken(Refused):
    """Another unit has this ID."""


class UnitIsTop(Refused):
    """The city itself cannot be moved, merged or ended."""


class UnitUnchanged(Refused):
    """The unit is already like this on that day."""


class UnitInUse(Refused):
    """People are posted at the unit, or it has child units. Facts: people, units."""


class TreeWouldBreak(Refused):
    """A unit would become its own descendant."""


class UnitActNotFound(NotFound):
    """No such act on units."""


class UndoPrevented(Refused):
    """Other records depend on the act. Facts: why (a code), count."""


class PersonRefused(Refused):
    """A single person cannot be added, for the same reason as a roster's row: `fault`."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(None)
        self.fault = fault


class PersonExists(Refused):
    """An employee has this number already. Fact: employee_id."""


class PersonLooksStored(Refused):
    """An employee with the same name, who may be the same person, is stored. Fact: employee_id."""


class NoUnitsYet(Refused):
    """People cannot be imported before the tree of units."""


class DemoCityRefusesRoster(Refused):
    """The demo city does not accept real people (decisions, environment)."""


class RosterFileChanged(Refused):
    """The file is not the one that was previewed."""


class RosterStateChanged(Refused):
    """People were changed since the preview, so the same file would now have another effect."""


class PeopleWouldBeMissing(Refused):
    """So many people are missing from the list that the user must confirm it is complete. Facts: count, judged."""


class RosterAlreadyApplied(Refused):
    """This upload was already confirmed; nothing was changed."""


class RosterDiscarded(Refused):
    """This upload was discarded before it was confirmed."""


class NumberTaken(Refused):
    """The number belongs to another employee."""


class PeopleAlreadyMerged(Refused):
    """One of the two records was merged into another already."""


class TwoPnsIds(Refused):
    """Both records have a PNS ID, so the state's registry treats them as two people."""


class SamePosting(Refused):
    """The person has exactly this posting on that day already."""


class NoPostingYet(Refused):
    """The person has no posting before that day that could end."""


class DateOutOfReach(DomainError):
    """The date lies before 2000 or more than a year ahead."""


class NobodyChosen(DomainError):
    """A form for several people was sent without selecting any."""


class RosterLinkUnknown(Refused):
    """A row was linked to a person that the preview did not suggest for it."""


class TooManyLookups(Refused):
    """A till or login exceeded the limit on searches of people."""
