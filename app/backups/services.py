"""Takes and checks copies: by sums and chain, not only by the engine's integrity check."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import DDL, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.audit.verify import verify_chain
from app.backups.copying import SUFFIX, restore_dump, write_copy
from app.backups.errors import (
    CopyNotWritten,
    CopySuspect,
    CopyUncheckable,
    CopyUnchecked,
    CopyUnsound,
    SuspectCopyRenamed,
)
from app.backups.photos import copy_photos, list_unsound, prune_photos
from app.closing.check import check_books
from app.extensions import db
from app.photos.queries import list_digests
from app.sales.queries.report import count_sales
from app.shared import clock

PREFIX = "jiku-bata-"
SUSPECT_PREFIX = "perlu-diperiksa-"
"""Before the name of a copy in which the ledger's check found something; `prune` never counts such a copy."""


UNCHECKED = "belum-diperiksa-"
"""Before the name of a PostgreSQL copy that this login may not check."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a checked copy: rows and rupiah of the ledger, links and head of the chain, names of pictures."""

    sales: int
    turnover: int
    links: int
    head: str
    photos: tuple[str, ...] = ()


Inspect = Callable[[str], Facts]
"""Opens the database at an address and answers its facts."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked copy. `sha256`: of its file; `unsound`: pictures that are missing or damaged in the backup."""

    file: Path
    sha256: str
    size: int
    seconds: float
    facts: Facts
    unsound: tuple[str, ...] = ()


def take_backup(folder: Path, inspect: Inspect) -> Backup:
    """Copy the running database into `folder`, check the copy, and only then give it its final name.

    `inspect` opens the copy as a database and returns its `get_facts()`. The copy's SHA-256 is stored beside it in the
    format of `sha256sum --check`, because sums and chain do not detect a flipped bit in a stored file or an index.
    CopyNotWritten, CopyToolMissing, CopyUnsound: the folder is then unchanged. SuspectCopyRenamed if the running
    database itself has a finding: its copy is stored under another name, as better than no copy. CopyUnchecked, also
    with a stored copy, if the login may not create the scratch database for the check.
    """
    began, url = time.monotonic(), db.engine.url
    before = count_sales()
    db.session.rollback()
    name = f"{PREFIX}{clock.local(clock.now()):%Y-%m-%d-%H%M%S}{SUFFIX[url.get_backend_name()]}"
    part = folder / f".{name}.part"
    _make_folder(folder)
    try:
        write_copy(url, part)
        facts = check_copy(part, inspect)
        if facts.sales < before:
            raise CopyUnsound(why=f"{before} baris sebelum mulai, {facts.sales} di salinan")
        digest, size = _digest(part), part.stat().st_size
        _beside(folder / name).write_text(f"{digest}  {name}\n", encoding="ascii")
        part.rename(folder / name)
    except CopySuspect as error:
        part.rename(folder / f"{SUSPECT_PREFIX}{name}")
        raise SuspectCopyRenamed(why=str(error.facts.get("why")), file=f"{SUSPECT_PREFIX}{name}") from error
    except CopyUncheckable as error:
        part.rename(folder / f"{UNCHECKED}{name}")
        raise CopyUnchecked(file=f"{UNCHECKED}{name}") from error
    except OSError as error:
        _beside(folder / name).unlink(missing_ok=True)
        raise CopyNotWritten(why=str(error)) from error
    finally:
        _sweep(part)
    unsound = _add_photos(folder, facts)
    return Backup(folder / name, digest, size, time.monotonic() - began, facts, unsound)


def _add_photos(folder: Path, facts: Facts) -> tuple[str, ...]:
    """Copy the pictures of a copy to the backup; returns the missing or damaged ones. CopyNotWritten."""
    try:
        copy_photos(folder, facts.photos)
    except OSError as error:
        raise CopyNotWritten(why=str(error)) from error
    return find_unsound(folder, facts)


def find_unsound(folder: Path, facts: Facts) -> tuple[str, ...]:
    """The pictures of a copy that are missing or damaged in the backup."""
    return tuple(list_unsound(folder, facts.photos))


def is_on_same_disk(folder: Path) -> bool:
    """Whether the copies are on the disk of the SQLite database, so that one broken disk would destroy both."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        return False
    return Path(url.database).stat().st_dev == folder.stat().st_dev


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CopyNotWritten(why=str(error)) from error


def check_copy(file: Path, inspect: Inspect) -> Facts:
    """Compare a copy with its SHA-256, recompute its sums and verify its chain.

    CopyUnsound, also if the file is no copy; CopyNotWritten if there is no file.
    """
    if not file.is_file():
        raise CopyNotWritten(why=f"{file}: tidak ada")
    _ensure_unchanged(file)
    try:
        with _open_copy(file) as url:
            return inspect(url)
    except (DBAPIError, sqlite3.Error, CopyNotWritten, ValueError) as error:
        why = str(error.facts.get("why")) if isinstance(error, CopyNotWritten) else str(error)
        raise CopyUnsound(why="tidak terbaca, " + why.partition("\n")[0]) from error


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _ensure_unchanged(file: Path) -> None:
    """Raise CopyUnsound if the stored SHA-256 is not that of the copy's bytes."""
    if _beside(file).is_file():
        written = _beside(file).read_text(encoding="ascii", errors="replace").split()[:1]
        if written != [_digest(file)]:
            raise CopyUnsound(why=f"isinya tidak cocok dengan sidik di {_beside(file).name}")


def get_facts() -> Facts:
    """The facts of the present database, after all checks of `ledger check`. CopyUnsound."""
    report = check_books()
    chain = verify_chain(db.session())
    findings = [*report.findings, *chain.findings]
    if findings:
        raise CopySuspect(why=findings[0])
    return Facts(report.sales, report.turnover, chain.links, chain.head, tuple(list_digests()))


@contextmanager
def _open_copy(file: Path) -> Iterator[str]:
    """The address of the copy as a database: the SQLite file itself, or a scratch database with the restored dump."""
    if _is_sqlite(file):
        _ensure_pages(file)
        try:
            yield f"sqlite:///{file.absolute()}"
        finally:
            file.with_name(f"{file.name}-queue").unlink(missing_ok=True)
        return
    if db.engine.dialect.name == "sqlite":
        raise CopyUnsound(why="ini bukan salinan basis data SQLite")
    name = f"jiku_check_{uuid4().hex[:12]}"
    server = create_engine(db.engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    scratch: URL = db.engine.url.set(database=name)
    try:
        with server.connect() as connection:
            connection.execute(DDL('CREATE DATABASE "%(name)s" TEMPLATE template0', context={"name": name}))
    except DBAPIError as error:
        raise CopyUncheckable(why="login basis data tidak boleh membuat basis data sementara") from error
    try:
        restore_dump(file, scratch)
        yield scratch.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(DDL('DROP DATABASE IF EXISTS "%(name)s" WITH (FORCE)', context={"name": name}))


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(16) == b"SQLite format 3\x00"


def _ensure_pages(file: Path) -> None:
    """Raise CopyUnsound if SQLite's integrity check finds a fault in a page, an index or a key."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        findings = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
    if findings != ["ok"]:
        raise CopyUnsound(why=f"SQLite menemukan {findings[0].splitlines()[-1]}")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sweep(part: Path) -> None:
    """Remove the unfinished copy and the check's temporary files."""
    for beside in part.parent.glob(f"{part.name}*"):
        beside.unlink(missing_ok=True)


def prune(folder: Path, keep: int) -> int:
    """Remove all but the newest `keep` copies of this folder; returns the number removed. Names sort by time."""
    copies = sorted(p for s in SUFFIX.values() for p in folder.glob(f"{PREFIX}*{s}"))
    old = copies[: max(len(copies) - keep, 0)] if keep else []
    for file in old:
        file.unlink()
        _beside(file).unlink(missing_ok=True)
    if keep and copies:
        prune_photos(folder, copies[-keep:][0])
    return len(old)
