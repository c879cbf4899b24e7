"""What can go wrong with a copy. Each leaves nothing behind in the target folder."""

from app.shared.errors import DomainError


class CopyNotWritten(DomainError):
    """The copy could not be written (a full disk, a folder that is not there); `why` says what the system said."""


class CopyToolMissing(DomainError):
    """PostgreSQL's own programs (`tool`) are not installed here."""


class CopyUnsound(DomainError):
    """The copy was written, but its check found something; `why` holds the first finding."""
