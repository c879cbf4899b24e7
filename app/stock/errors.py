"""The refusals about supply notes and counts."""

from app.shared.errors import NotFound, Refused


class NoteEmpty(Refused):
    """The supply note has no line."""


class NoteNotFound(NotFound):
    """The number or card belongs to no note and no maker at this booth."""


class NoteAlreadyChecked(Refused):
    """Another person has already checked this note; those figures stay."""


class NoteStateWrong(Refused):
    """The note's state does not allow this."""


class PiecesUnusable(Refused):
    """The number of pieces is no whole number from 0 to 10.000; facts: `line`."""


class DifferenceUnexplained(Refused):
    """The two figures differ and no reason is given; facts: `line`."""


class ProductOfOtherMaker(Refused):
    """A product on the note belongs to another maker; facts: `line`."""


class NoteIdTaken(Refused):
    """Another note, or a withdrawn one, has this id; nothing is stored. Facts: `number`."""


class MoreThanCame(Refused):
    """More pieces leave than came so far, not counting sales; facts: `line`, `came`."""


class TimeAhead(Refused):
    """The date of the goods is in the future."""


class CountEnded(Refused):
    """The count is final or dropped already."""


class CountEmpty(Refused):
    """Nothing was counted."""


class CountWaits(Refused):
    """The figures of this count cannot be changed: it waits for tills or for reasons."""


class TillNotAwaited(Refused):
    """The count does not wait for this till: the till has sent everything, or was already released."""


class NotesNotChecked(Refused):
    """Some delivered notes are not checked yet; facts: `notes`."""
