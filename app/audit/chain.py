"""Sealing rows of trail and ledger into one keyed hash chain (threat O1). Verifying: `app/audit/verify.py`.

On SQLite, where one writer writes at a time, rows are sealed inside their own transaction. On PostgreSQL sealing
must not make writers wait on one row, so it happens in batches right after the commit, by whoever gets the lock.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Table, and_, bindparam, exists, func, insert, literal, select, text
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent, ChainLink, KeptState
from app.audit.rules import GENESIS, digest, is_erased, link_hash
from app.shared.columns import table
from app.shared.hot import Hot

KEY_ID = 1
"""The key and the form of a digest. 2: the same key, and more columns are keyed hashes (`Source.later`)."""
_RESEALED = {"closing": "resealed"}
_LINK = table(ChainLink)
_INSERT = Hot(insert(_LINK).values({column.name: bindparam(column.name) for column in _LINK.c}))
_LOCK = text("SELECT pg_try_advisory_xact_lock(7452301)")
_BATCH = 5_000


@dataclass(frozen=True)
class Source:
    """A table whose rows are sealed; `child` rows (by `child_key`) belong to the row's content.

    `personal` columns enter the digest only as a keyed hash, so that they can be purged one day (threat O6). So do
    those of `later` and a child's `child_personal`, from the second `form` on; `purged` and `child_purged` are their
    kinds of purged rows.
    """

    kind: str
    table: Table
    child: Table | None = None
    child_key: str = ""
    personal: tuple[str, ...] = ()
    child_personal: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()
    child_purged: str = ""
    later: tuple[str, ...] = ()

    @property
    def form(self) -> int:
        """The form in which its rows are sealed today (`chain_link.key_id`)."""
        return 2 if self.later or self.child_personal else KEY_ID

    @property
    def resealed(self) -> str:
        """Kind of a link that gives a row of the first form its digest in the second; only a purge makes one."""
        return _RESEALED.get(self.kind, f"{self.kind}2")

    @cached_property
    def window(self) -> Any:
        """The rows with `after` < id ≤ `until`: built once, because every sale is sealed through it."""
        rows = self.table
        between = (rows.c.id > bindparam("after"), rows.c.id <= bindparam("until"))
        return Hot(select(rows).where(*between).order_by(rows.c.id))

    @cached_property
    def child_names(self) -> list[str]:
        """The columns of its child rows, in the order in which they are read."""
        return [] if self.child is None else self.child.c.keys()

    @cached_property
    def child_id(self) -> int:
        """Which of them is the child's own id."""
        return self.child_names.index("id")

    @cached_property
    def child_veiled(self) -> list[tuple[str, int]]:
        """The personal ones, each with its place."""
        return [(name, self.child_names.index(name)) for name in self.child_personal]

    @cached_property
    def child_window(self) -> Any:
        """Their child rows, in id order; None where the source has none."""
        if self.child is None:
            return None
        owner = self.child.c[self.child_key]
        between = (owner > bindparam("after"), owner <= bindparam("until"))
        return Hot(select(self.child).where(*between).order_by(self.child.c.id))


class _State:
    """The chain's key (derived from the installation's secret, outside the database) and what it covers."""

    key = b""
    sources: tuple[Source, ...] = ()
    ahead: Any = None


def configure(secret: str, *sources: Source) -> None:
    """Derive the key from SECRET_KEY and name what is sealed beside the trail itself."""
    _State.key = hashlib.sha256(b"chain:" + secret.encode()).digest()
    trail = Source("audit", table(AuditEvent), purged=("audit",), later=("actor_name", "address"))
    _State.sources = (trail, Source("state", table(KeptState)), *sources)
    columns: list[Any] = [
        select(_LINK.c.seq).order_by(_LINK.c.seq.desc()).limit(1).scalar_subquery(),
        select(_LINK.c.hash).order_by(_LINK.c.seq.desc()).limit(1).scalar_subquery(),
    ]
    for source in _State.sources:
        columns.append(select(func.max(source.table.c.id)).scalar_subquery())
        columns.append(select(func.max(_LINK.c.row_id)).where(_LINK.c.kind == source.kind).scalar_subquery())
    _State.ahead = Hot(select(*columns))


def sources() -> tuple[Source, ...]:
    """What the chain covers."""
    return _State.sources


def key() -> bytes:
    """The chain's key."""
    return _State.key


def seal_before_commit(session: Session) -> None:
    """SQLite: seal this transaction's rows within it."""
    if session.get_bind().dialect.name == "sqlite":
        _seal_new(session)


def seal_after_commit(session: Session) -> None:
    """PostgreSQL: seal what is committed and not yet sealed, unless another writer is just doing so."""
    if session.get_bind().dialect.name != "postgresql":
        return
    session.connection().info["writing"] = True
    if session.execute(_LOCK).scalar():
        seal_everything(session, recent=2_000)
    session.commit()


def seal_everything(session: Session, recent: int | None = None) -> int:
    """Seal every unsealed row, out-of-order ids included; returns how many. `recent`: look back so many ids only."""
    count = 0
    for source in _State.sources:
        rows = source.table
        unsealed = ~exists().where(and_(_LINK.c.kind == literal(source.kind), _LINK.c.row_id == rows.c.id))
        wanted = select(rows.c.id).where(unsealed).order_by(rows.c.id)
        if recent is not None:
            newest = select(func.coalesce(func.max(rows.c.id), 0) - recent).scalar_subquery()
            wanted = wanted.where(rows.c.id > newest)
        ids = list(session.scalars(wanted))
        for start in range(0, len(ids), _BATCH):
            count += _append(session, source, _rows(session, source, ids[start : start + _BATCH]))
    return count


def _seal_new(session: Session) -> None:
    (ahead,) = _State.ahead.rows(session.connection(), {})
    head = (ahead[0] or 0, ahead[1] or GENESIS)
    links: list[dict[str, Any]] = []
    for place, source in enumerate(_State.sources):
        newest, sealed = ahead[2 + 2 * place] or 0, ahead[3 + 2 * place] or 0
        while sealed < newest:
            until = min(newest, sealed + _BATCH)
            head = _link(source, row_digests(session, source, sealed, until), head, links)
            sealed = until
            if len(links) >= _BATCH:
                _store(session, links)
    _store(session, links)


def _append(session: Session, source: Source, digests: Iterable[tuple[int, str]]) -> int:
    last = session.execute(
        select(_LINK.c.seq, _LINK.c.hash).order_by(_LINK.c.seq.desc()).limit(1)
    ).one_or_none()
    before = last.seq if last else 0
    links: list[dict[str, Any]] = []
    after, _ = _link(source, digests, (before, last.hash if last else GENESIS), links)
    _store(session, links)
    return after - before


def _link(
    source: Source, digests: Iterable[tuple[int, str]], head: tuple[int, str], links: list[dict[str, Any]]
) -> tuple[int, str]:
    """Add the links of these rows to `links`; the new head."""
    seq, previous = head
    for row_id, row_digest in digests:
        seq += 1
        previous = link_hash(_State.key, previous, seq, source.kind, row_id, row_digest)
        links.append(
            {
                "seq": seq,
                "kind": source.kind,
                "row_id": row_id,
                "row_digest": row_digest,
                "hash": previous,
                "key_id": source.form,
            }
        )
    return seq, previous


def _store(session: Session, links: list[dict[str, Any]]) -> None:
    if links:
        _INSERT.write(session.connection(), links)
        links.clear()


def _rows(session: Session, source: Source, ids: list[int]) -> list[tuple[int, str]]:
    wanted = set(ids)
    digests = row_digests(session, source, ids[0] - 1, ids[-1])
    return [(row_id, row_digest) for row_id, row_digest in digests if row_id in wanted]


Veils = Mapping[tuple[str, int], Mapping[str, str]]
"""Kind and row of what was purged → the keyed hash of each column it lost."""


def row_digests(
    session: Session,
    source: Source,
    after: int,
    until: int,
    *,
    forms: Mapping[int, int] | None = None,
    veils: Veils | None = None,
) -> list[tuple[int, str]]:
    """(id, digest) of the rows with `after` < id ≤ `until`, as the database holds them now, in id order.

    `forms`: the form each row was sealed in, where it is not today's; `veils`: what was purged of these rows.
    """
    connection, window = session.connection(), {"after": after, "until": until}
    children: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if source.child is not None:
        owner = source.child_names.index(source.child_key)
        for row in source.child_window.rows(connection, window):
            children[row[owner]].append(row)
    found = []
    columns = source.table.c.keys()
    gone: Veils = veils or {}
    for row in source.window.rows(connection, window):
        values = dict(zip(columns, row, strict=True))
        form = forms.get(values["id"], source.form) if forms else source.form
        personal = source.personal if form == KEY_ID else (*source.personal, *source.later)
        _veil(values, personal, _of_row(source, values["id"], gone) if gone else None)
        if source.child is not None:
            values["_children"] = [_child(source, one, form, gone) for one in children[values["id"]]]
        if form > KEY_ID:
            values["_form"] = form
        found.append((values["id"], digest(values)))
    return found


def _of_row(source: Source, row_id: int, gone: Veils) -> dict[str, str]:
    return {name: veil for kind in source.purged for name, veil in gone.get((kind, row_id), {}).items()}


def _child(source: Source, row: tuple[Any, ...], form: int, gone: Veils) -> dict[str, str]:
    """A child row as texts by column: a closing has as many as there are people, so no more is made of it."""
    values = dict(zip(source.child_names, map(str, row), strict=True))
    if form > KEY_ID:
        personal = {name: row[place] for name, place in source.child_veiled}
        _veil(personal, source.child_personal, gone.get((source.child_purged, row[source.child_id])))
        values |= personal
    return values


def _veil(values: dict[str, Any], names: Iterable[str], gone: Mapping[str, str] | None) -> None:
    """Personal columns become keyed hashes: of what stands there, or, where that was purged, the one kept then."""
    for name in names:
        value = values[name]
        values[name] = gone[name] if gone and name in gone and is_erased(value) else veiled(value)


def veiled(value: str | None) -> str:
    """A personal value as the chain sees it: a keyed hash, empty for empty."""
    return hmac.digest(_State.key, value.encode(), "sha256").hex() if value else ""
