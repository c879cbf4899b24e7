"""Stores the terms that a maker and a booth agree from a day on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.booths.queries import get_booth
from app.extensions import db
from app.makers.queries import get_maker
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.settlement.errors import TermsSettled, TermsUnusable
from app.settlement.models import ConsignmentTerms
from app.settlement.queries.terms import find_last_settled, find_terms, list_terms
from app.settlement.rules import MOST_DUE_DAYS, MOST_SHARE, Terms, terms_on
from app.shared import clock
from app.shared.transaction import lock_table

_LOCK = text("LOCK TABLE consignment_terms IN ROW EXCLUSIVE MODE")
"""Waits for statements that are being made, so that what they settle is seen."""


def agree_terms(
    maker_id: int, booth_id: int, effective_from: date, terms: Terms, *, actor: Actor, paper_number: str = ""
) -> str:
    """Store the agreed terms from a day on; returns `created`, `changed` or `unchanged`.

    TermsUnusable; TermsSettled if a statement settled goods sold on or after that day, because its share cannot change.
    """
    _ensure_terms(terms)
    business, booth = get_maker(maker_id), get_booth(booth_id)
    lock_table(_LOCK)
    row, outcome = find_terms(business.id, booth.id, effective_from), "changed"
    if row is None:
        row, outcome = (
            ConsignmentTerms(maker_id=business.id, booth_id=booth.id, effective_from=effective_from),
            "created",
        )
    elif (_terms_of(row), row.paper_number) == (terms, paper_number or row.paper_number):
        return "unchanged"
    _ensure_unsettled(business.id, booth.id, effective_from)
    row.share_percent, row.due_days = terms.share_percent, terms.due_days
    row.loss_bearer, row.expiry_bearer = terms.loss_bearer, terms.expiry_bearer
    row.paper_number = paper_number or row.paper_number or ""
    row.recorded_at, row.recorded_by = clock.now(), actor.id
    db.session.add(row)
    db.session.flush()
    seal_states("consignment_terms", [row.id])
    details = {
        "maker": business.id,
        "booth": booth.id,
        "from": effective_from.isoformat(),
        "share": terms.share_percent,
    }
    record_event(
        "settlement.agree_terms", actor=actor, subject="consignment_terms", subject_id=row.id, details=details
    )
    facts = {
        "booth": booth.name, "from": effective_from.isoformat(), "share": terms.share_percent, "days": terms.due_days,
    }  # fmt: skip
    event = f"terms:{row.id}:{terms.share_percent}:{terms.due_days}:{terms.loss_bearer}:{terms.expiry_bearer}"
    send_notices([Message(maker(business.id), "terms", event, facts)])
    return outcome


@dataclass(frozen=True, slots=True)
class TermsChange:
    """The effect of new terms: the terms in force on that day before, and the day on which later terms begin."""

    before: Terms
    is_first: bool
    until: date | None


def preview_terms(maker_id: int, booth_id: int, effective_from: date, terms: Terms) -> TermsChange:
    """Preview `agree_terms`; writes nothing. Raises the same errors."""
    _ensure_terms(terms)
    agreed = list_terms(maker_id, booth_id)
    same = next((one for one in agreed if one.effective_from == effective_from), None)
    if same is None or _terms_of(same) != terms:
        _ensure_unsettled(maker_id, booth_id, effective_from)
    dated = [(one.effective_from, _terms_of(one)) for one in agreed]
    return TermsChange(
        before=terms_on(dated, effective_from),
        is_first=not any(day <= effective_from for day, _terms in dated),
        until=min((day for day, _terms in dated if day > effective_from), default=None),
    )


def _ensure_unsettled(maker_id: int, booth_id: int, effective_from: date) -> None:
    last = find_last_settled(maker_id, booth_id)
    if last is not None and effective_from <= last.day:
        raise TermsSettled("effective_from", number=last.number)


def _terms_of(row: ConsignmentTerms) -> Terms:
    return Terms(row.share_percent, row.loss_bearer, row.expiry_bearer, row.due_days)  # type: ignore[arg-type]


def _ensure_terms(terms: Terms) -> None:
    if not (0 <= terms.share_percent <= MOST_SHARE and 0 <= terms.due_days <= MOST_DUE_DAYS):
        raise TermsUnusable()
