"""What can be refused about supply notes and counts."""

from app.shared.errors import NotFound, Refused


class NoteEmpty(Refused):
    """A supply note without a line."""


class NoteNotFound(NotFound):
    """A number, slip or card that names no note and no maker here."""


class NoteAlreadyChecked(Refused):
    """Somebody checked this note first; what they counted stays."""


class NoteStateWrong(Refused):
    """The note is not in a state in which this can be done."""


class PiecesUnusable(Refused):
    """A number of pieces that is no whole number from 0 to 10.000; facts: `line`."""


class DifferenceUnexplained(Refused):
    """Both figures differ and no reason is given; facts: `line`."""


class ProductOfOtherMaker(Refused):
    """A product on the note belongs to another maker; facts: `line`."""


class NoteIdTaken(Refused):
    """A note with other content, or a withdrawn one, has this id; nothing is stored. Facts: `number`."""


class MoreThanCame(Refused):
    """More pieces leave than ever came, sales left out; facts: `line`, `came`."""


class TimeAhead(Refused):
    """Goods cannot have come tomorrow."""


class CountEnded(Refused):
    """The count is final or dropped already."""


class CountEmpty(Refused):
    """Nothing was counted."""


class CountWaits(Refused):
    """The figures of this count stand: it waits for tills, or for reasons."""


class TillNotAwaited(Refused):
    """The count does not wait for this till: it has sent everything, or was let go already."""


class NotesNotChecked(Refused):
    """Goods were handed over that nobody has counted in; facts: `notes`."""
