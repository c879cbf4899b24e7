"""The refusals about previewed files."""

from app.shared.errors import NotFound, Refused


class ImportFileGone(NotFound):
    """The previewed file is no longer stored, or is not the one that was shown."""


class ImportChangedMeanwhile(Refused):
    """Applying the file would have another effect than its preview showed."""
