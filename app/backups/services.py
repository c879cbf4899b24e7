"""Taking a copy and checking it: by its sums and its chain, not only by the engine's own integrity check."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import DDL, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.audit.verify import verify_chain
from app.backups.copying import SUFFIX, restore_dump, write_copy
from app.backups.errors import CopyNotWritten, CopyUnsound
from app.closing.check import check_snapshots
from app.extensions import db
from app.sales.check import check_ledger
from app.sales.queries.report import count_sales
from app.shared import clock

PREFIX = "jiku-bata-"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a checked copy holds: rows and rupiah of the ledger, links of the chain and its head."""

    sales: int
    turnover: int
    links: int
    head: str


Inspect = Callable[[str], Facts]
"""Opens the database at an address and answers its facts."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was checked. `sha256` is of the file as it lies there."""

    file: Path
    sha256: str
    size: int
    seconds: float
    facts: Facts


def take_backup(folder: Path, inspect: Inspect) -> Backup:
    """Copy the running database into `folder`, check the copy, and only then give it its name.

    `inspect` opens the copy as a database of its own and answers `get_facts()` of it.
    CopyNotWritten, CopyToolMissing, CopyUnsound; after any of them the folder is as it was.
    """
    began, url = time.monotonic(), db.engine.url
    before = count_sales()
    db.session.rollback()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{PREFIX}{clock.local(clock.now()):%Y-%m-%d-%H%M%S}{SUFFIX[url.get_backend_name()]}"
    part = folder / f".{name}.part"
    try:
        write_copy(url, part)
        facts = check_copy(part, inspect)
        if facts.sales < before:
            raise CopyUnsound(why=f"{before} baris sebelum mulai, {facts.sales} di salinan")
        digest, size = _digest(part), part.stat().st_size
        part.rename(folder / name)
    except OSError as error:
        raise CopyNotWritten(why=str(error)) from error
    finally:
        _sweep(part)
    return Backup(folder / name, digest, size, time.monotonic() - began, facts)


def check_copy(file: Path, inspect: Inspect) -> Facts:
    """Count everything in a copy anew and verify its chain. CopyUnsound, CopyNotWritten."""
    if not file.is_file():
        raise CopyNotWritten(why=f"{file}: tidak ada")
    with _opened(file) as url:
        return inspect(url)


def get_facts() -> Facts:
    """The sums and the chain of the database at hand, all checks of `ledger check` included. CopyUnsound."""
    report = check_ledger()
    check_snapshots(report)
    chain = verify_chain(db.session())
    findings = [*report.findings, *chain.findings]
    if findings:
        raise CopyUnsound(why=findings[0])
    return Facts(report.sales, report.turnover, chain.links, chain.head)


@contextmanager
def _opened(file: Path) -> Iterator[str]:
    """The copy as a database: a SQLite file is one, a dump is restored into a scratch database for the check."""
    if _is_sqlite(file):
        yield f"sqlite:///{file.absolute()}"
        return
    name = f"jiku_check_{uuid4().hex[:12]}"
    server = create_engine(db.engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    scratch: URL = db.engine.url.set(database=name)
    try:
        with server.connect() as connection:
            connection.execute(DDL('CREATE DATABASE "%(name)s" TEMPLATE template0', context={"name": name}))
    except DBAPIError as error:
        raise CopyUnsound(why="login basis data tidak boleh membuat basis data sementara") from error
    try:
        restore_dump(file, scratch)
        yield scratch.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(DDL('DROP DATABASE IF EXISTS "%(name)s" WITH (FORCE)', context={"name": name}))


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(16) == b"SQLite format 3\x00"


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sweep(part: Path) -> None:
    """Remove the unfinished copy and what a check left beside it."""
    for beside in part.parent.glob(f"{part.name}*"):
        beside.unlink(missing_ok=True)


def prune(folder: Path, keep: int) -> int:
    """Remove all but the newest `keep` copies of this folder; how many went. Their names sort by time."""
    copies = sorted(p for s in SUFFIX.values() for p in folder.glob(f"{PREFIX}*{s}"))
    old = copies[: max(len(copies) - keep, 0)] if keep else []
    for file in old:
        file.unlink()
    return len(old)
