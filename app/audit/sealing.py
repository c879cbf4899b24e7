"""Seals the rows of trail and ledger: adds a link for each to the chain (`chain.py`).

On SQLite, with one writer at a time, rows are sealed in the transaction that writes them. On PostgreSQL writers must
not queue for one row, so rows are sealed in batches after the commit, by the process that gets the lock, and never
while a long act is under way (ADR 0071).
"""

import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text
from sqlalchemy.orm import Session

from app.audit import keyring
from app.audit.book import book
from app.audit.chain import ChainPosition, get_head, list_unsealed, sources
from app.audit.errors import ChainCut, WrongKey
from app.audit.high_water import Mark
from app.audit.models import ChainLink
from app.audit.rules import link_hash
from app.audit.sources import Source, row_digests
from app.audit.written import find_digests
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

log = logging.getLogger(__name__)
_LINK = table(ChainLink)
_INSERT = PreparedStatement(insert(_LINK).values({column.name: bindparam(column.name) for column in _LINK.c}))
_LOCK = text("SELECT pg_try_advisory_xact_lock(7452301)")
_WAIT = text("SELECT pg_advisory_xact_lock(7452301)")
_HOLD = text("SELECT pg_advisory_xact_lock_shared(7452301)")
_BATCH = 5_000
_OUT_OF_ORDER = 2_000
"""PostgreSQL: up to so many row numbers below the highest sealed one may belong to transactions not committed yet."""
_MANY = 100
"""An act that writes more sealed rows than this lets nobody seal until it has ended (`hold_sealing`)."""
_PENDING = "chain_mark"


def seal_before_commit(session: Session) -> None:
    """SQLite: seal the rows that this transaction wrote. WrongKey and ChainCut abort the commit."""
    if session.get_bind().dialect.name == "sqlite":
        _seal_new(session)


def seal_after_commit(session: Session) -> None:
    """Advance the mark. PostgreSQL: seal committed rows first, unless another seals or a long act is under way."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().info["writing"] = True
        if session.execute(_LOCK).scalar():
            seal_committed(session)
        session.commit()
    pending: Mark | None = session.info.pop(_PENDING, None)
    if pending is not None:
        book().mark.write(pending)


def hold_sealing(session: Session, rows: int | None = None) -> None:
    """PostgreSQL: let nobody seal until this transaction ends. Call it before an act draws its first row numbers.

    `rows`: how many sealed rows the act may write; None: unknown. Does nothing for a few. Without it, others would seal
    so far ahead of a long act that its rows lie below `_OUT_OF_ORDER` once they are committed. Acts that hold it do not
    wait for one another.
    """
    if (rows is None or rows > _MANY) and session.get_bind().dialect.name == "postgresql":
        session.execute(_HOLD)


def lock_sealing(session: Session) -> None:
    """PostgreSQL: wait until no act holds the sealing and nobody seals, and keep it so until this transaction ends."""
    session.execute(_WAIT)


def seal_committed(session: Session) -> int:
    """PostgreSQL: seal committed rows that are not sealed yet, as far as the mark allows; the number of rows.

    Only one may seal at a time: call it after `lock_sealing`. If key or chain are wrong, nothing is sealed, and the
    next act is refused before its commit.
    """
    try:
        position = ChainPosition(session.connection())
    except (WrongKey, ChainCut) as error:
        log.error("nothing is sealed: %s", type(error).__name__)
        book().is_open = False
        return 0
    floors = [one - _OUT_OF_ORDER for one in position.sealed]
    count, head = _seal_unsealed(session, floors, position.head)
    session.info[_PENDING] = Mark(*head, position.reached)
    return count


def seal_everything(session: Session) -> int:
    """Seal every unsealed row; the number of rows. Only for tools that fill a database of their own."""
    return _seal_unsealed(session, [-1 for _ in sources()], get_head(session))[0]


def _seal_unsealed(session: Session, floors: list[int], head: tuple[int, str]) -> tuple[int, tuple[int, str]]:
    """Seal every unsealed row above its source's floor, on top of `head`; the number of rows, and the new head."""
    first, connection = head[0], session.connection()
    unsealed: dict[int, list[int]] = {}
    for place, row_id in list_unsealed(connection, floors):
        unsealed.setdefault(place, []).append(row_id)
    links: list[dict[str, Any]] = []
    for place, ids in unsealed.items():
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            batch_ids = set(batch)
            digests = row_digests(session, sources()[place], batch[0] - 1, batch[-1])
            new = (digest for digest in digests if digest[0] in batch_ids)
            head = _link(sources()[place], new, head, links)
            if len(links) >= _BATCH:
                _store(connection, links)
    _store(connection, links)
    return head[0] - first, head


def _seal_new(session: Session) -> None:
    connection = session.connection()
    position = ChainPosition(connection)
    head = position.head
    links: list[dict[str, Any]] = []
    for source, newest, sealed in zip(sources(), position.newest, position.sealed, strict=True):
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
