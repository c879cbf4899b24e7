"""The errors of backups. After each except `SuspectCopyRenamed` the target folder is unchanged."""

from app.shared.errors import DomainError


class CopyNotWritten(DomainError):
    """The copy could not be written (a full disk, a missing folder); `why` is the system's message."""


class CopyToolMissing(DomainError):
    """PostgreSQL's own programs (`tool`) are not installed here."""


class CopyToolOld(DomainError):
    """PostgreSQL's own program (`tool`) here is older than the server."""


class CopyUnsound(DomainError):
    """The copy was written, but its check found a fault; `why` is the first finding."""


class CopySuspect(CopyUnsound):
    """The copy is complete, but `ledger check` finds faults in it, and so in the running database; `why`: the first."""


class CopyUncheckable(CopyUnsound):
    """The login may not create the scratch database in which a PostgreSQL copy is checked."""


class CopyUnchecked(DomainError):
    """A copy that could not be checked was stored in the folder under another name (`file`)."""


class SuspectCopyRenamed(DomainError):
    """A copy with findings was stored in the folder under another name (`file`), as better than no copy."""
