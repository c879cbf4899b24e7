"""Sealing rows of trail and ledger into one keyed hash chain (threat O1). Verifying: `app/audit/verify.py`.

On SQLite, where one writer writes at a time, rows are sealed inside their own transaction. On PostgreSQL sealing
must not make writers wait on one row, so it happens in batches right after the commit, by whoever gets the lock.
A row that the chain, or the mark outside the database, has gone past is never sealed again (ADR 0014).
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, insert, literal, select, text
from sqlalchemy.orm import Session

from app.audit import keyring
from app.audit.book import BESIDE, OWN, book
from app.audit.errors import ChainCut, WrongKey
from app.audit.high_water import HighWater, Mark
from app.audit.models import AuditEvent, BookKey, ChainLink, StateSeal
from app.audit.rules import GENESIS, link_hash
from app.audit.sources import Source, row_digests
from app.audit.written import find_digests, keep_digest
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

log = logging.getLogger(__name__)
_LINK = table(ChainLink)
_INSERT = PreparedStatement(insert(_LINK).values({column.name: bindparam(column.name) for column in _LINK.c}))
_LOCK = text("SELECT pg_try_advisory_xact_lock(7452301)")
_BATCH = 5_000
_OUT_OF_ORDER = 2_000
"""PostgreSQL: so many row numbers below the greatest sealed one may still be on their way to their commit."""
_PENDING = "chain_mark"


class _State:
    """What the chain covers, and where its heads are printed."""

    sources: tuple[Source, ...] = ()
    heads: tuple[Select[Any], ...] = ()
    ahead: Any = None


def configure(*sources: Source, heads: tuple[Select[Any], ...] = ()) -> None:
    """Name what is sealed beside the trail itself; `heads` select (seq, hash, place) of heads that were printed."""
    _State.heads = heads
    trail = Source("audit", table(AuditEvent), personal=("actor_name", "address"), purged=("audit",))
    _State.sources = (trail, Source("state", table(StateSeal)), *sources)
    last = select(_LINK).order_by(_LINK.c.seq.desc()).limit(1).subquery()
    columns: list[Any] = [
        select(last.c.seq).scalar_subquery(),
        select(last.c.hash).scalar_subquery(),
        select(table(BookKey).c.proof).scalar_subquery(),
        select(_LINK.c.hash).where(_LINK.c.seq == bindparam("marked")).scalar_subquery(),
    ]
    for source in _State.sources:
        for greatest, where in ((source.table.c.id, ()), (_LINK.c.row_id, (_LINK.c.kind == source.kind,))):
            columns.append(select(func.coalesce(func.max(greatest), 0)).where(*where).scalar_subquery())
    _State.ahead = PreparedStatement(select(*columns))


@contextmanager
def set_mark_aside() -> Iterator[None]:
    """Look and write as on a server that has no mark yet; what was written within is the mark afterwards."""
    ours = book()
    kept, ours.mark, ours.is_open = ours.mark, HighWater(None), False
    try:
        yield
    finally:
        written, ours.mark = ours.mark.read(), kept
        if written is not None:
            kept.write(written, force=True)


def note_written(
    connection: Connection,
    kind: str,
    row_id: int,
    values: Mapping[str, Any],
    children: Sequence[tuple[int, Mapping[str, Any]]] = (),
) -> None:
    """A row that this transaction inserted, with its child rows, each by its number; every insert into a sealed
    table says so or none does. Nothing where sealing waits for the commit (PostgreSQL)."""
    if connection.dialect.name != "sqlite":
        return
    for source in _State.sources:
        if source.kind == kind:
            keep_digest(connection, source, row_id, values, children)


def sources() -> tuple[Source, ...]:
    """What the chain covers."""
    return _State.sources


def heads() -> tuple[Select[Any], ...]:
    """Where heads were printed."""
    return _State.heads


def mark() -> HighWater:
    """The mark outside the database."""
    found: HighWater = book().mark
    return found


class _Ahead:
    """Where the chain stands: its head, and per source the newest row and the greatest one sealed. WrongKey, ChainCut.

    Written inside a writing transaction: a database that was never written gets the proof of its key.
    """

    def __init__(self, connection: Connection) -> None:
        self.marked = mark().read()
        values = {"marked": self.marked.seq if self.marked else 0}
        ((seq, head, proof, marked, *numbers),) = _State.ahead.rows(connection, values)
        self.head: tuple[int, str] = (seq or 0, head or GENESIS)
        if proof != keyring.ring().proof:
            keyring.record(connection)
        if self.marked and self.marked.seq and marked != self.marked.head:
            raise ChainCut(seq=self.marked.seq)
        self.newest = numbers[::2]
        self.sealed = numbers[1::2]
        if self.marked:
            passed = self.marked.rows
            self.sealed = [*map(max, self.sealed, passed), *self.sealed[len(passed) :]]

    @property
    def reached(self) -> list[int]:
        """Per source the greatest row number once everything new is sealed."""
        return list(map(max, self.newest, self.sealed))


def open_book(session: Session) -> None:
    """Hold key and mark against the database before the first act; leave a first mark where there is none.

    What lies there unsealed before the first mark is never sealed: on SQLite no act leaves anything unsealed.
    WrongKey, ChainCut.
    """
    if (BESIDE.book or OWN).is_open:
        return
    ahead = _Ahead(session.connection())
    if ahead.marked is None:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        mark().write(Mark(*ahead.head, ahead.newest if is_sqlite else ahead.sealed))
    book().is_open = True


def seal_before_commit(session: Session) -> None:
    """SQLite: seal this transaction's rows within it. WrongKey, ChainCut: then nothing is stored."""
    if session.get_bind().dialect.name == "sqlite":
        _seal_new(session)


def seal_after_commit(session: Session) -> None:
    """Move the mark on. PostgreSQL: seal what is committed and not yet sealed, unless another is just doing so."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().info["writing"] = True
        if session.execute(_LOCK).scalar():
            seal_late(session)
        session.commit()
    pending: Mark | None = session.info.pop(_PENDING, None)
    if pending is not None:
        mark().write(pending)


def seal_late(session: Session) -> int:
    """PostgreSQL: seal what was committed and is not yet sealed, as far as the mark allows; how many rows.

    Where key or chain are not what they were, nothing is sealed, and the next act is refused before its commit.
    """
    try:
        ahead = _Ahead(session.connection())
    except (WrongKey, ChainCut) as error:
        log.error("nothing is sealed: %s", type(error).__name__)
        book().is_open = False
        return 0
    floors = [one - _OUT_OF_ORDER for one in ahead.sealed]
    count = _seal_unsealed(session, floors)
    session.info[_PENDING] = Mark(*get_head(session), ahead.reached)
    return count


def seal_everything(session: Session) -> int:
    """Seal every unsealed row, however old; returns how many. For tools that fill a database of their own making."""
    return _seal_unsealed(session, [-1 for _ in _State.sources])


def get_head(session: Session) -> tuple[int, str]:
    """(seq, hash) of the last link; (0, GENESIS) before any."""
    last = session.execute(select(_LINK.c.seq, _LINK.c.hash).order_by(_LINK.c.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def _seal_unsealed(session: Session, floors: list[int]) -> int:
    count = 0
    for source, floor in zip(_State.sources, floors, strict=True):
        rows = source.table
        unsealed = ~exists().where(and_(_LINK.c.kind == literal(source.kind), _LINK.c.row_id == rows.c.id))
        ids = list(session.scalars(select(rows.c.id).where(unsealed, rows.c.id > floor).order_by(rows.c.id)))
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            wanted = set(batch)
            digests = row_digests(session, source, batch[0] - 1, batch[-1])
            links: list[dict[str, Any]] = []
            _link(source, (one for one in digests if one[0] in wanted), get_head(session), links)
            count += len(links)
            _store(session.connection(), links)
    return count


def _seal_new(session: Session) -> None:
    connection = session.connection()
    ahead = _Ahead(connection)
    head = ahead.head
    links: list[dict[str, Any]] = []
    for source, newest, sealed in zip(_State.sources, ahead.newest, ahead.sealed, strict=True):
        while sealed < newest:
            until = min(newest, sealed + _BATCH)
            digests = find_digests(connection, source, sealed, until)
            if digests is None:
                digests = row_digests(session, source, sealed, until)
            head = _link(source, digests, head, links)
            sealed = until
            if len(links) >= _BATCH:
                _store(connection, links)
    _store(connection, links)
    session.info[_PENDING] = Mark(*head, ahead.reached)  # written once this is committed


def _link(
    source: Source, digests: Iterable[tuple[int, str]], head: tuple[int, str], links: list[dict[str, Any]]
) -> tuple[int, str]:
    """Add the links of these rows to `links`; the new head."""
    seq, previous = head
    ring = keyring.ring()
    key, key_id = ring.key, ring.number
    for row_id, row_digest in digests:
        seq += 1
        previous = link_hash(key, previous, seq, source.kind, row_id, row_digest)
        links.append(
            {
                "seq": seq,
                "kind": source.kind,
                "row_id": row_id,
                "row_digest": row_digest,
                "hash": previous,
                "key_id": key_id,
            }
        )
    return seq, previous


def _store(connection: Connection, links: list[dict[str, Any]]) -> None:
    if links:
        _INSERT.write(connection, links)
        links.clear()
