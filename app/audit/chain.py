"""The keyed hash chain over the rows of trail and ledger: its sources, its position, and what is not sealed yet.

`sealing.py` adds links to it, `verify.py` verifies it. A row with a number below the last sealed one, or below the mark
outside the database, is never sealed later (ADR 0014).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.audit import keyring
from app.audit.book import BESIDE, OWN, book
from app.audit.errors import ChainCut
from app.audit.high_water import HighWater, Mark
from app.audit.models import AuditEvent, BookKey, ChainLink, StateSeal
from app.audit.rules import GENESIS
from app.audit.sources import Source
from app.audit.written import cache_digest
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

_LINK = table(ChainLink)
_TRAIL = Source("audit", table(AuditEvent), personal=("actor_name", "address"), purged=("audit",))
_STATES = Source("state", table(StateSeal))


class _State:
    """The sealed sources, and the statements for printed heads; set by `configure`."""

    sources: tuple[Source, ...] = ()
    heads: tuple[Select[Any], ...] = ()
    position: Any = None
    unsealed: Any = None


def configure(*sources: Source, heads: tuple[Select[Any], ...] = ()) -> None:
    """Set the sources sealed beside the trail. `heads` select (seq, hash, where) of heads that were printed."""
    _State.heads = heads
    _State.sources = (_TRAIL, _STATES, *sources)
    _State.position = _prepare_position(_State.sources)
    _State.unsealed = _prepare_unsealed(_State.sources)


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


@cache
def _prepare_unsealed(sources: tuple[Source, ...]) -> PreparedStatement:
    """The statement for the unsealed rows above each source's floor, as (place of the source, id), in that order."""
    parts = []
    for place, source in enumerate(sources):
        rows = source.table
        floor = bindparam(f"floor{place}")
        # The floor stands with the links, too: PostgreSQL would walk through all of them.
        same_row = and_(
            _LINK.c.kind == literal(source.kind), _LINK.c.row_id == rows.c.id, _LINK.c.row_id > floor
        )
        unsealed = (rows.c.id > floor, ~exists().where(same_row))
        parts.append(select(literal_column(str(place)).label("place"), rows.c.id).where(*unsealed))
    return PreparedStatement(union_all(*parts).order_by("place", "id"))


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


def list_unsealed(connection: Connection, floors: Sequence[int]) -> list[tuple[Any, ...]]:
    """The unsealed rows above each source's floor, as (place of the source, id), in that order."""
    values = {f"floor{place}": floor for place, floor in enumerate(floors)}
    found: list[tuple[Any, ...]] = _State.unsealed.rows(connection, values)
    return found


class ChainPosition:
    """The chain's head, and per source the newest row number, the highest sealed one, and the highest after sealing
    (`reached`). WrongKey, ChainCut.

    Create it in a writing transaction: in a new database it stores the proof of the key.
    """

    def __init__(self, connection: Connection) -> None:
        self.marked = book().mark.read()
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
        self.reached = list(map(max, self.newest, self.sealed))


def open_book(session: Session) -> None:
    """Check key and mark against the database before the first act; write the first mark if there is none.

    On SQLite rows that are unsealed at the first mark are never sealed, because no act leaves unsealed rows there.
    WrongKey, ChainCut.
    """
    if (BESIDE.book or OWN).is_open:
        return
    position = ChainPosition(session.connection())
    if position.marked is None:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        mark().write(Mark(*position.head, position.newest if is_sqlite else position.sealed))
    book().is_open = True


def get_head(session: Session) -> tuple[int, str]:
    """(seq, hash) of the last link; (0, GENESIS) if the chain is empty."""
    last = session.execute(select(_LINK.c.seq, _LINK.c.hash).order_by(_LINK.c.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)
