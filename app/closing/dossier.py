"""The evidence of one person's month: the origin of each sale, its resolutions, decisions and reviews."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select

from app.accounts.models import User
from app.audit.models import AuditEvent, ChainLink
from app.closing.supplement_gains import SupplementGain, list_gains
from app.extensions import db
from app.months.models import LateItem, Supplement
from app.sales.models import FlagReview, Sale, SaleResolution
from app.sales.queries import SaleRow
from app.shared.columns import table
from app.shared.period import Period
from app.tills.models import Till

_SALE, _TILL, _USER = table(Sale), table(Till), table(User)
_RESOLUTION, _LATE, _SUPPLEMENT = table(SaleResolution), table(LateItem), table(Supplement)
_LINK, _REVIEW = table(ChainLink), table(FlagReview)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The origin of a ledger row: the till and its clock, or the sheet and line of a book."""

    till: str | None
    sent_at: datetime | None
    offset_seconds: int | None
    source: str
    book_sheet: str | None
    book_line: int | None
    typed_name: str
    typed_number: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution of an unresolved buyer; `employee_id` None: the public.

    `state`: counted, waiting, accepted or declined.
    """

    sale_id: int
    employee_id: int | None
    by: str | None
    at: datetime
    reason: str
    state: str


def list_evidence(sale_ids: Collection[int]) -> dict[int, Evidence]:
    """Sale id → the evidence of that ledger row. One statement."""
    rows = db.session.execute(
        select(
            _SALE.c.id, _TILL.c.name, _SALE.c.sent_at, _SALE.c.offset_seconds, _SALE.c.source, _SALE.c.book_sheet,
            _SALE.c.book_line, _SALE.c.buyer_name, _SALE.c.buyer_number,
        )
        .outerjoin(_TILL, _TILL.c.id == _SALE.c.till_id)
        .where(_SALE.c.id.in_(sale_ids))
    )  # fmt: skip
    return {row[0]: Evidence(*row[1:]) for row in rows}


def list_resolutions(sale_ids: Collection[int]) -> list[Resolution]:
    """Every resolution of these sales, oldest first; the last one that counts wins (decisions 13)."""
    rows = db.session.execute(
        select(
            _RESOLUTION.c.sale_id, _RESOLUTION.c.employee_id, _USER.c.display_name, _RESOLUTION.c.resolved_at,
            _RESOLUTION.c.reason, _RESOLUTION.c.result, _LATE.c.decision,
        )
        .outerjoin(_USER, _USER.c.id == _RESOLUTION.c.resolved_by)
        .outerjoin(_LATE, _LATE.c.resolution_id == _RESOLUTION.c.id)
        .where(_RESOLUTION.c.sale_id.in_(sale_ids))
        .order_by(_RESOLUTION.c.id)
    )  # fmt: skip
    return [
        Resolution(*row[:5], "counted" if row.result == "recorded" else row.decision or "waiting")
        for row in rows
    ]


def list_decisions(about: Mapping[str, Collection[int]], limit: int = 200) -> list[AuditEvent]:
    """Audit events about these subjects (subject → ids), newest first. One statement."""
    parts = [
        and_(AuditEvent.subject == subject, AuditEvent.subject_id.in_(ids))
        for subject, ids in about.items()
        if ids
    ]
    if not parts:
        return []
    return list(
        db.session.scalars(select(AuditEvent).where(or_(*parts)).order_by(AuditEvent.id.desc()).limit(limit))
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """The parts of a month's figure in whole rupiah: the frozen sum (live while the month is open), the gain by each
    supplement, and, computed separately, the sum of the receipts that count."""

    frozen: int
    gains: tuple[SupplementGain, ...]
    counted: int

    @property
    def total(self) -> int:
        """The frozen sum plus all supplements, in whole rupiah."""
        return self.frozen + sum(gain.amount for gain in self.gains)

    @property
    def agrees(self) -> bool:
        """Whether the sum of the receipts is the same."""
        return self.total == self.counted


def sum_month(
    period: Period, employee_id: int, version: int | None, frozen: int, sales: Iterable[SaleRow]
) -> Sums:
    """Both ways to the figure; `version` of the closing, None while the month is open. `sales`: rows of the month."""
    gains = list_gains({period: version}, employee_id).get(period, []) if version is not None else []
    counted = sum(sale.amount for sale in sales if sale.is_counted and sale.employee_id == employee_id)
    return Sums(frozen, tuple(gains), counted)


@dataclass(frozen=True, slots=True)
class LateDecision:
    """A late item with its decision and who decided. `reason`: `month_closed` or `clock`."""

    sale_id: int
    kind: str
    reason: str
    arrived_at: datetime
    decision: str | None
    decision_reason: str
    by: str | None
    at: datetime | None
    supplement: int | None


def list_late_decisions(sale_ids: Collection[int]) -> list[LateDecision]:
    """The late items of these sales and of their resolutions, oldest first. One statement."""
    rows = db.session.execute(
        select(
            func.coalesce(_LATE.c.sale_id, _RESOLUTION.c.sale_id),
            case((_LATE.c.resolution_id.is_not(None), "resolution"), else_="sale"),
            _LATE.c.reason, _LATE.c.arrived_at, _LATE.c.decision, _LATE.c.decision_reason,
            _USER.c.display_name, _LATE.c.decided_at, _SUPPLEMENT.c.number,
        )
        .select_from(_LATE)
        .outerjoin(_RESOLUTION, _RESOLUTION.c.id == _LATE.c.resolution_id)
        .outerjoin(_USER, _USER.c.id == _LATE.c.decided_by)
        .outerjoin(_SUPPLEMENT, _SUPPLEMENT.c.id == _LATE.c.supplement_id)
        .where(or_(_LATE.c.sale_id.in_(sale_ids), _RESOLUTION.c.sale_id.in_(sale_ids)))
        .order_by(_LATE.c.id)
    )  # fmt: skip
    return [LateDecision(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a flagged sale: who, when, and why it is right."""

    sale_id: int
    by: str | None
    at: datetime
    reason: str


def list_reviews(sale_ids: Collection[int]) -> list[Review]:
    """The reviews of these sales, oldest first. One statement."""
    rows = db.session.execute(
        select(_REVIEW.c.sale_id, _USER.c.display_name, _REVIEW.c.reviewed_at, _REVIEW.c.reason)
        .outerjoin(_USER, _USER.c.id == _REVIEW.c.reviewed_by)
        .where(_REVIEW.c.sale_id.in_(sale_ids))
        .order_by(_REVIEW.c.id)
    )
    return [Review(*row) for row in rows]


def list_chain_positions(sale_ids: Collection[int]) -> dict[int, int]:
    """Sale id → number of its link in the chain; sales not sealed yet are left out. One statement."""
    rows = db.session.execute(
        select(_LINK.c.row_id, _LINK.c.seq).where(_LINK.c.kind == "sale", _LINK.c.row_id.in_(sale_ids))
    )
    return {row_id: seq for row_id, seq in rows}
