"""What can go wrong with a copy. Each but `SuspectCopyRenamed` leaves nothing behind in the target folder."""

from app.shared.errors import DomainError


class CopyNotWritten(DomainError):
    """The copy could not be written (a full disk, a folder that is not there); `why` is the system's message."""


class CopyToolMissing(DomainError):
    """PostgreSQL's own programs (`tool`) are not installed here."""


class CopyToolOld(DomainError):
    """PostgreSQL's own program (`tool`) here is older than the server."""


class CopyUnsound(DomainError):
    """The copy was written, but its check found something; `why` holds the first finding."""


class CopySuspect(CopyUnsound):
    """The copy is whole, but `ledger check` finds something in it, and so in the running database; `why`: the first."""


class CopyUncheckable(CopyUnsound):
    """The login may not create the scratch database in which a PostgreSQL copy is checked."""


class CopyUnchecked(DomainError):
    """A copy that could not be checked lies in the folder under a name of its own (`file`)."""


class SuspectCopyRenamed(DomainError):
    """A suspect copy just taken lies in the folder under a name of its own (`file`): better than no copy at all."""
