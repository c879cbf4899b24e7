"""What the chain needs so that a row can lose its personal columns and still be proven (ADR 0010)."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.audit import chain
from app.audit.models import ChainLink, PurgedRow
from app.audit.rules import GENESIS, link_hash
from app.extensions import db
from app.shared.columns import table
from app.shared.errors import DomainError

_PURGED, _LINK = table(PurgedRow), table(ChainLink)
_LOCK = text("SELECT pg_advisory_xact_lock(7452301)")
_BATCH = 2_000


class SealBroken(DomainError):
    """A closing that is to lose names is not what was sealed: somebody must look at it first."""


def list_veils(session: Session, source: chain.Source, after: int, until: int) -> chain.Veils:
    """The keyed hashes kept of purged rows that belong to the sealed rows with `after` < id ≤ `until`."""
    kinds = [kind for kind in (*source.purged, source.child_purged) if kind]
    if not kinds:
        return {}
    rows = session.execute(
        select(_PURGED.c.kind, _PURGED.c.row_id, _PURGED.c.veils).where(
            _PURGED.c.kind.in_(kinds), _PURGED.c.sealed_id > after, _PURGED.c.sealed_id <= until
        )
    )
    return {(kind, row_id): veils for kind, row_id, veils in rows}


def keep_veils(kind: str, rows: Iterable[tuple[int, int, Mapping[str, str | None]]]) -> list[int]:
    """Keep the hashes of what these rows (own id, sealed id, personal columns) are about to lose; their ids.

    Without it the database refuses the change; with it nothing but emptying those columns is let through.
    """
    kept = [
        {
            "kind": kind,
            "row_id": row_id,
            "sealed_id": sealed_id,
            "veils": {name: chain.veiled(value) for name, value in values.items() if value},
        }
        for row_id, sealed_id, values in rows
    ]
    for start in range(0, len(kept), _BATCH):
        db.session.execute(insert(_PURGED), kept[start : start + _BATCH])
    return [int(str(one["row_id"])) for one in kept]


def reseal(kind: str, ids: Sequence[int], session: Session) -> int:
    """Give rows sealed in the first form a digest in today's; how many. They must be as they were sealed.

    The old link stays: a further one takes its place, so a printed head still stands in the chain. SealBroken.
    """
    source = next(one for one in chain.sources() if one.kind == kind)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK)  # nobody else appends until this is committed
    links = session.execute(
        select(_LINK.c.row_id, _LINK.c.row_digest, _LINK.c.key_id).where(
            _LINK.c.kind.in_((kind, source.resealed)), _LINK.c.row_id.in_(ids)
        )
    ).all()
    renewed = {row_id for row_id, _, form in links if form == source.form}
    old = {row_id: row_digest for row_id, row_digest, _ in links if row_id not in renewed}
    for row_id, sealed in sorted(old.items()):
        veils = list_veils(session, source, row_id - 1, row_id)
        (now,) = chain.row_digests(
            session, source, row_id - 1, row_id, forms={row_id: chain.KEY_ID}, veils=veils
        )
        if now[1] != sealed:
            raise SealBroken(id=row_id)
        _append(session, source, row_id, veils)
    return len(old)


def _append(session: Session, source: chain.Source, row_id: int, veils: chain.Veils) -> None:
    ((_, row_digest),) = chain.row_digests(session, source, row_id - 1, row_id, veils=veils)
    last = session.execute(
        select(_LINK.c.seq, _LINK.c.hash).order_by(_LINK.c.seq.desc()).limit(1)
    ).one_or_none()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    session.execute(
        insert(_LINK).values(
            seq=seq,
            kind=source.resealed,
            row_id=row_id,
            row_digest=row_digest,
            hash=link_hash(chain.key(), previous, seq, source.resealed, row_id, row_digest),
            key_id=source.form,
        )
    )
