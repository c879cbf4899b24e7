"""What can be refused about a file that was previewed."""

from app.shared.errors import NotFound, Refused


class ImportFileGone(NotFound):
    """The previewed file is no longer stored, or is not the one that was shown."""


class ImportChangedMeanwhile(Refused):
    """Applying the file would do something else than its preview showed."""
