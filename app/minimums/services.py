"""Stores and withdraws decrees. They are never edited: a change needs a new number (decisions 2), except while no month
was closed under the decree (ADR 0016)."""

from typing import Literal, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.directory.queries import load_tree
from app.extensions import db
from app.minimums.errors import DecreeNumberTaken, DecreeUnusable, DecreeWithdrawn, WithdrawalReasonMissing
from app.minimums.models import Decree, DecreeWithdrawal, MinimumTier
from app.minimums.rules import DecreeDraft, DecreeValue, content_hash, read_decree
from app.shared import clock
from app.shared.columns import table
from app.shared.reason import read_reason

_DECREE = table(Decree)
_TIER = table(MinimumTier)
_WITHDRAWAL = table(DecreeWithdrawal)


class LoadedDecree(NamedTuple):
    """The result of loading a decree: whether it was newly stored or existed already."""

    id: int
    result: Literal["created", "unchanged"]
    draft: DecreeDraft


def load_decree(text: str, *, actor: Actor) -> LoadedDecree:
    """Store a decree given as TOML text.

    The same number and content changes nothing; DecreeNumberTaken for other content; DecreeUnusable with all faults of
    the text. A new decree does not change the snapshots of closed months.
    """
    reading = read_decree(text, load_tree())
    if reading.draft is None:
        raise DecreeUnusable(reading.problems)
    return store_decree(reading.draft, actor=actor)


def store_decree(draft: DecreeDraft, *, actor: Actor) -> LoadedDecree:
    """Store a decree that was read already; see `load_decree`."""
    digest = content_hash(draft)
    decree_id = _insert_head(draft, digest)
    if decree_id is None:
        stored = db.session.execute(
            select(_DECREE.c.id, _DECREE.c.content_hash).where(_DECREE.c.number == draft.number)
        ).one()
        if stored.content_hash != digest:
            raise DecreeNumberTaken("number", number=draft.number)
        return LoadedDecree(stored.id, "unchanged", draft)
    db.session.execute(
        insert(_TIER),
        [
            {
                "decree_id": decree_id,
                "position": tier.position,
                "code": tier.code,
                "name": tier.name,
                "minimum": tier.minimum,
                "matches": [dict(match) for match in tier.matches],
            }
            for tier in draft.tiers
        ],
    )
    seal_states("decree", [decree_id])
    seal_states("minimum_tier", db.session.scalars(select(_TIER.c.id).where(_TIER.c.decree_id == decree_id)))
    record_event(
        "minimums.load",
        actor=actor,
        subject="decree",
        subject_id=decree_id,
        details={"effective_from": str(draft.effective_from), "mode": draft.mode, "tiers": len(draft.tiers)},
    )
    return LoadedDecree(decree_id, "created", draft)


def ensure_number_free(draft: DecreeDraft) -> None:
    """Raise DecreeNumberTaken if a decree of this number has other content."""
    stored = db.session.scalar(select(_DECREE.c.content_hash).where(_DECREE.c.number == draft.number))
    if stored is not None and stored != content_hash(draft):
        raise DecreeNumberTaken("number", number=draft.number)


def withdraw_decree(decree: DecreeValue, reason: str, *, actor: Actor) -> None:
    """Withdraw a decree and free its number. DecreeWithdrawn, WithdrawalReasonMissing.

    `app/closing/decrees.py` checks that no month was closed under it.
    """
    cleaned = read_reason(reason, WithdrawalReasonMissing("reason"))
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    made = db.session.execute(
        dialect.insert(_WITHDRAWAL)
        .values(
            decree_id=decree.id,
            number=decree.number,
            withdrawn_by=actor.id if actor.kind == "user" else None,
            withdrawn_at=clock.now(),
            reason=cleaned,
        )
        .on_conflict_do_nothing(index_elements=["decree_id"])
        .returning(_WITHDRAWAL.c.id)
    ).scalar()
    if made is None:
        raise DecreeWithdrawn(number=decree.number)
    freed = f"{decree.number[:95]} (ditarik {made})"
    db.session.execute(update(_DECREE).where(_DECREE.c.id == decree.id).values(number=freed))
    seal_states("decree_withdrawal", [made])
    seal_states("decree", [decree.id])
    record_event("minimums.withdraw", actor=actor, subject="decree", subject_id=decree.id)


def _insert_head(draft: DecreeDraft, digest: str) -> int | None:
    """The new row's id; None if the decree's number is taken, also by a concurrent request."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return db.session.execute(
        dialect.insert(_DECREE)
        .values(
            number=draft.number,
            title=draft.title,
            signed_on=draft.signed_on,
            effective_from=draft.effective_from,
            mode=draft.mode,
            content_hash=digest,
            loaded_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["number"])
        .returning(_DECREE.c.id)
    ).scalar()
