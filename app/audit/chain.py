"""Seals the rows of trail and ledger into one keyed hash chain. `verify.py` verifies it.

On SQLite, with one writer at a time, rows are sealed in the transaction that writes them. On PostgreSQL writers must
not queue for one row, so rows are sealed in batches after the commit, by the process that gets the lock. A row with a
number below the last sealed one, or below the mark outside the database, is never sealed later (ADR 0014).
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
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
from app.audit.written import cache_digest, find_digests
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

log = logging.getLogger(__name__)
_LINK = table(ChainLink)
_INSERT = PreparedStatement(insert(_LINK).values({column.name: bindparam(column.name) for column in _LINK.c}))
_LOCK = text("SELECT pg_try_advisory_xact_lock(7452301)")
_BATCH = 5_000
_OUT_OF_ORDER = 2_000
"""PostgreSQL: up to so many row numbers below the highest sealed one may belong to transactions not committed yet."""
_PENDING = "chain_mark"
_TRAIL = Source("audit", table(AuditEvent), personal=("actor_name", "address"), purged=("audit",))
_STATES = Source("state", table(StateSeal))


class _State:
    """The sealed sources, and the statements for printed heads; set by `configure`."""

    sources: tuple[Source, ...] = ()
    heads: tuple[Select[Any], ...] = ()
    position: Any = None


def configure(*sources: Source, heads: tuple[Select[Any], ...] = ()) -> None:
    """Set the sources sealed beside the trail. `heads` select (seq, hash, where) of heads that were printed."""
    _State.heads = heads
    _State.sources = (_TRAIL, _STATES, *sources)
    _State.position = _prepare_position(_State.sources)


@cache
def _prepare_position(sources: tuple[Source, ...]) -> PreparedStatement:
    """The statement for the chain's position. Built once for the same sources: compiling it takes longer than running
    it."""
    last = select(_LINK).order_by(_LINK.c.seq.desc()).limit(1).subquery()
    columns: list[Any] = [
        select(last.c.seq).scalar_subquery(),
        select(last.c.hash).scalar_subquery(),
        select(table(BookKey).c.proof).scalar_subquery(),
        select(_LINK.c.hash).where(_LINK.c.seq == bindparam("marked")).scalar_subquery(),
    ]
    for source in sources:
        for greatest, where in ((source.table.c.id, ()), (_LINK.c.row_id, (_LINK.c.kind == source.kind,))):
            columns.append(select(func.coalesce(func.max(greatest), 0)).where(*where).scalar_subquery())
    return PreparedStatement(select(*columns))


@contextmanager
def without_mark() -> Iterator[None]:
    """Run as on a server that has no mark; a mark written within replaces the former one."""
    ours = book()
    former, ours.mark, ours.is_open = ours.mark, HighWater(None), False
    try:
        yield
    finally:
        written, ours.mark = ours.mark.read(), former
        if written is not None:
            former.write(written, force=True)


def register_written(
    connection: Connection,
    kind: str,
    row_id: int,
    values: Mapping[str, Any],
    children: Sequence[tuple[int, Mapping[str, Any]]] = (),
) -> None:
    """Register a row that this transaction inserted, with its child rows as (id, values), so that sealing need not read
    it. If one insert into a table is registered, all must be. Does nothing on PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return
    for source in _State.sources:
        if source.kind == kind:
            cache_digest(connection, source, row_id, values, children)


def sources() -> tuple[Source, ...]:
    """The sealed sources."""
    return _State.sources


def heads() -> tuple[Select[Any], ...]:
    """The statements that select printed heads."""
    return _State.heads


def mark() -> HighWater:
    """The mark outside the database."""
    found: HighWater = book().mark
    return found


class _ChainPosition:
    """The chain's head, and per source the newest row number and the highest sealed one. WrongKey, ChainCut.

    Create it in a writing transaction: in a new database it stores the proof of the key.
    """

    def __init__(self, connection: Connection) -> None:
        self.marked = mark().read()
        values = {"marked": self.marked.seq if self.marked else 0}
        ((seq, head, proof, marked, *numbers),) = _State.position.rows(connection, values)
        self.head: tuple[int, str] = (seq or 0, head or GENESIS)
        if proof != keyring.ring(connection).proof:
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
        """Per source the highest row number after sealing."""
        return list(map(max, self.newest, self.sealed))


def open_book(session: Session) -> None:
    """Check key and mark against the database before the first act; write the first mark if there is none.

    On SQLite rows that are unsealed at the first mark are never sealed, because no act leaves unsealed rows there.
    WrongKey, ChainCut.
    """
    if (BESIDE.book or OWN).is_open:
        return
    position = _ChainPosition(session.connection())
    if position.marked is None:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        mark().write(Mark(*position.head, position.newest if is_sqlite else position.sealed))
    book().is_open = True


def seal_before_commit(session: Session) -> None:
    """SQLite: seal the rows that this transaction wrote. WrongKey and ChainCut abort the commit."""
    if session.get_bind().dialect.name == "sqlite":
        _seal_new(session)


def seal_after_commit(session: Session) -> None:
    """Advance the mark. PostgreSQL: seal committed rows first, unless another process is sealing."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().info["writing"] = True
        if session.execute(_LOCK).scalar():
            seal_committed(session)
        session.commit()
    pending: Mark | None = session.info.pop(_PENDING, None)
    if pending is not None:
        mark().write(pending)


def seal_committed(session: Session) -> int:
    """PostgreSQL: seal committed rows that are not sealed yet, as far as the mark allows; the number of rows.

    If key or chain are wrong, nothing is sealed, and the next act is refused before its commit.
    """
    try:
        position = _ChainPosition(session.connection())
    except (WrongKey, ChainCut) as error:
        log.error("nothing is sealed: %s", type(error).__name__)
        book().is_open = False
        return 0
    floors = [one - _OUT_OF_ORDER for one in position.sealed]
    count = _seal_unsealed(session, floors)
    session.info[_PENDING] = Mark(*get_head(session), position.reached)
    return count


def seal_everything(session: Session) -> int:
    """Seal every unsealed row; the number of rows. Only for tools that fill a database of their own."""
    return _seal_unsealed(session, [-1 for _ in _State.sources])


def get_head(session: Session) -> tuple[int, str]:
    """(seq, hash) of the last link; (0, GENESIS) if the chain is empty."""
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
            batch_ids = set(batch)
            digests = row_digests(session, source, batch[0] - 1, batch[-1])
            links: list[dict[str, Any]] = []
            _link(source, (digest for digest in digests if digest[0] in batch_ids), get_head(session), links)
            count += len(links)
            _store(session.connection(), links)
    return count


def _seal_new(session: Session) -> None:
    connection = session.connection()
    position = _ChainPosition(connection)
    head = position.head
    links: list[dict[str, Any]] = []
    for source, newest, sealed in zip(_State.sources, position.newest, position.sealed, strict=True):
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
    session.info[_PENDING] = Mark(*head, position.reached)  # the mark is written after the commit


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
