"""The evidence shown with items that wait for a decision: till, clocks, content, position in the chain."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from app.accounts.models import User
from app.audit.models import ChainLink
from app.booths.models import Booth
from app.directory.models import Employee
from app.extensions import db
from app.sales.drafts import SaleDraft, VoidDraft
from app.sales.intake.duplicates import read_content
from app.sales.ledger.totals import LATE, RESOLUTION, SALE
from app.sales.queries.buyer_names import Names, find_names
from app.sales.queries.ledger import SaleRow, list_sales_by_id, list_sales_by_uuid
from app.sales.queries.open_items import CONFLICT, PENDING, REJECTED
from app.shared.columns import table
from app.shared.period import Period
from app.tills.models import Till

_TILL, _BOOTH, _USER, _LINK, _EMPLOYEE = map(table, (Till, Booth, User, ChainLink, Employee))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an item came from. `offset_seconds` is received − sent, None if the till did not state when it sent.

    A row of a handwritten book has its sheet and line, and no till.
    """

    till: str
    booth: str
    sold_at: datetime | None
    received_at: datetime
    offset_seconds: int | None
    chain: int | None = None
    book_sheet: str | None = None
    book_line: int | None = None
    source: str = "till"

    @property
    def corrected_at(self) -> datetime | None:
        """The instant of sale, corrected by the clock's offset (decisions 20); uncorrected if that is unknown."""
        if self.sold_at is None or self.offset_seconds is None:
            return self.sold_at
        try:
            return self.sold_at + timedelta(seconds=self.offset_seconds)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class OpenSale:
    """A ledger row that waits for a decision, with its provenance; `typed_…` is the buyer as typed."""

    id: int
    sale: SaleRow
    proof: Provenance
    typed_name: str = ""
    typed_number: str = ""
    late: "LateFacts | None" = None


@dataclass(frozen=True, slots=True)
class LateFacts:
    """A late item: its month, reason and arrival. For a resolution, `answer` is the buyer's name, empty for the public;
    None for a sale."""

    period: Period
    reason: str
    arrived_at: datetime
    answer: str | None = None
    answer_reason: str = ""


def _list_proofs(sale_ids: Collection[int]) -> dict[int, tuple[Provenance, str, str]]:
    chain = select(_LINK.c.seq).where(_LINK.c.kind == "sale", _LINK.c.row_id == SALE.c.id).scalar_subquery()
    rows = db.session.execute(
        select(
            SALE.c.id, _TILL.c.name, _BOOTH.c.name, SALE.c.sold_at, SALE.c.received_at, SALE.c.offset_seconds,
            chain, SALE.c.book_sheet, SALE.c.book_line, SALE.c.source, SALE.c.buyer_name, SALE.c.buyer_number,
        )
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(_TILL, _TILL.c.id == SALE.c.till_id)
        .where(SALE.c.id.in_(sale_ids))
    )  # fmt: skip
    return {row[0]: (Provenance(row[1] or "", *row[2:10]), row[10], row[11]) for row in rows}


def list_open_sales(sale_ids: Collection[int]) -> list[OpenSale]:
    """These ledger rows with their provenance, in the order given; missing ones are left out. Three statements."""
    if not sale_ids:
        return []
    sales, proofs = list_sales_by_id(sale_ids), _list_proofs(sale_ids)
    return [OpenSale(sale_id, sales[sale_id], *proofs[sale_id]) for sale_id in sale_ids if sale_id in sales]


_ANSWER = case((RESOLUTION.c.id.is_not(None), func.coalesce(_EMPLOYEE.c.name, "")))


def list_open_late(late_ids: Collection[int]) -> list[OpenSale]:
    """These late items, each with its sale. Four statements for any number."""
    if not late_ids:
        return []
    rows = db.session.execute(
        select(
            LATE.c.id, func.coalesce(LATE.c.sale_id, RESOLUTION.c.sale_id), LATE.c.period, LATE.c.reason,
            LATE.c.arrived_at, _ANSWER, func.coalesce(RESOLUTION.c.reason, ""),
        )
        .select_from(LATE)
        .outerjoin(RESOLUTION, RESOLUTION.c.id == LATE.c.resolution_id)
        .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == RESOLUTION.c.employee_id)
        .where(LATE.c.id.in_(late_ids))
    ).all()  # fmt: skip
    sale_ids = {row[1] for row in rows}
    sales, proofs = list_sales_by_id(sale_ids), _list_proofs(sale_ids)
    items = {row[0]: OpenSale(row[0], sales[row[1]], *proofs[row[1]], LateFacts(*row[2:])) for row in rows}
    return [items[late_id] for late_id in late_ids]


@dataclass(frozen=True, slots=True)
class PendingItem:
    """An item stored beside the ledger: a conflict, a pending reversal, or a rejected item."""

    id: int
    uuid: str
    proof: Provenance
    booth_id: int | None
    cashier: str
    draft: SaleDraft | VoidDraft | None = None
    booked: SaleRow | None = None
    booked_proof: Provenance | None = None
    content: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Any] = field(default_factory=dict)
    decision: str | None = None
    names: Names = field(default_factory=Names)


def _offset(sent_at: datetime | None, received_at: datetime) -> int | None:
    return None if sent_at is None else round((received_at - sent_at).total_seconds())


def list_conflicts(ids: Collection[int]) -> list[PendingItem]:
    """These conflicts, each with the ledger row that has its id. The number of statements does not grow."""
    if not ids:
        return []
    rows = {
        row.id: row for row in db.session.execute(_select_with_place(CONFLICT).where(CONFLICT.c.id.in_(ids)))
    }
    booked = list_sales_by_uuid({row.uuid for row in rows.values()})
    proofs = _list_proofs({sale.id for sale in booked.values()})
    drafts = {one: read_content(row.uuid, row.content) for one, row in rows.items()}
    names = find_names(drafts.values())
    items = []
    for one in ids:
        row, draft, sale = rows[one], drafts[one], booked.get(rows[one].uuid)
        sent_at = row.content.get("sent_at")
        offset = _offset(datetime.fromisoformat(sent_at) if sent_at else None, row.received_at)
        proof = Provenance(row.till or "", row.booth or "", draft.sold_at, row.received_at, offset)
        first = proofs[sale.id][0] if sale else None
        cashier = names.cashier(draft.cashier)
        items.append(
            PendingItem(row.id, row.uuid, proof, row.booth_id, cashier, draft, sale, first, names=names)
        )
    return items


def list_pending_voids(ids: Collection[int]) -> list[PendingItem]:
    """These pending reversals; `booked` is the sale with the target's id, at another booth. Three statements."""
    if not ids:
        return []
    query = (
        _select_with_place(
            PENDING, func.coalesce(_USER.c.display_name, PENDING.c.cashier_name).label("cashier")
        )
        .outerjoin(_USER, _USER.c.id == PENDING.c.cashier_id)
        .where(PENDING.c.id.in_(ids))
    )
    rows = {row.id: row for row in db.session.execute(query)}
    booked = list_sales_by_uuid({row.target_uuid for row in rows.values()})
    items = []
    for row in (rows[one] for one in ids):
        offset = _offset(row.sent_at, row.received_at)
        proof = Provenance(row.till or "", row.booth, row.sold_at, row.received_at, offset)
        draft = VoidDraft(row.uuid, row.target_uuid, row.reason, row.sold_at, row.cashier)
        target = booked.get(row.target_uuid)
        items.append(PendingItem(row.id, row.uuid, proof, row.booth_id, row.cashier, draft, target))
    return items


def list_rejected_items(ids: Collection[int]) -> list[PendingItem]:
    """Return these rejected items, as the till sent them. One statement."""
    if not ids:
        return []
    rows = {
        row.id: row for row in db.session.execute(_select_with_place(REJECTED).where(REJECTED.c.id.in_(ids)))
    }
    return [_rejected_item(rows[one]) for one in ids if one in rows]


def _rejected_item(row: Any) -> PendingItem:
    proof = Provenance(row.till or "", row.booth, _instant(row.content.get("sold_at")), row.received_at, None)
    cashier = str(row.content.get("cashier") or "")[:60]
    errors = row.errors if isinstance(row.errors, dict) else {"": row.errors}
    return PendingItem(
        row.id, row.uuid, proof, row.booth_id, cashier, content=row.content, errors=errors, decision=row.decision
    )  # fmt: skip


def _instant(text: Any) -> datetime | None:
    """Parse an instant as a till wrote it; None if it is unreadable or has no zone."""
    try:
        instant = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return instant if instant.tzinfo is not None else None


def _select_with_place(source: Any, *columns: Any) -> Select[Any]:
    """Select rows of one table with the names of their booth and till."""
    return (
        select(source, _BOOTH.c.name.label("booth"), _TILL.c.name.label("till"), *columns)
        .select_from(source)
        .outerjoin(_TILL, _TILL.c.id == source.c.till_id)
        .outerjoin(_BOOTH, _BOOTH.c.id == source.c.booth_id)
    )
