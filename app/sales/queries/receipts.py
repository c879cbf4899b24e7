"""Searches receipts for finance: by month, booth, day, or receipt number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.extensions import db
from app.sales.ledger.totals import SALE
from app.sales.queries.ledger import SaleRow, list_sales_by_id
from app.sales.rules import uuids_of_receipt
from app.shared.period import Period

_MOST_OF_ONE_NUMBER = 20


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Filters of receipts: the month of their date, and optionally a booth and a day."""

    period: Period
    booth_id: int | None = None
    day: date | None = None


def _receipts(filters: ReceiptFilter, *columns: Any) -> Select[Any]:
    first, last = filters.period.first_day, filters.period.last_day
    query = select(*columns).where(SALE.c.void_of.is_(None), SALE.c.business_date.between(first, last))
    if filters.booth_id is not None:
        query = query.where(SALE.c.booth_id == filters.booth_id)
    return query if filters.day is None else query.where(SALE.c.business_date == filters.day)


def count_receipts(filters: ReceiptFilter) -> int:
    """The number of receipts, reversed ones included."""
    return db.session.scalar(_receipts(filters, func.count())) or 0


def list_receipts(filters: ReceiptFilter, *, page: int, size: int) -> list[SaleRow]:
    """One page of the receipts, newest first. Three statements."""
    newest = (SALE.c.business_date.desc(), SALE.c.id.desc())
    return _in_order(
        db.session.scalars(
            _receipts(filters, SALE.c.id).order_by(*newest).limit(size).offset((page - 1) * size)
        ).all()
    )


def list_receipts_of_number(number: str) -> list[SaleRow]:
    """All receipts with this number, in any month; two may share a number."""
    low, high = uuids_of_receipt(number)
    filters = select(SALE.c.id).where(SALE.c.uuid.between(low, high)).order_by(SALE.c.id)
    return _in_order(db.session.scalars(filters.limit(_MOST_OF_ONE_NUMBER)).all())


def list_related_receipts(sale: SaleRow) -> list[SaleRow]:
    """The receipts that reverse or replace this one, and those it replaces, in order of arrival."""
    filters = select(SALE.c.id).where(
        or_(SALE.c.void_of == sale.id, SALE.c.correction_of == sale.id, SALE.c.id == sale.correction_of)
    )
    return _in_order(db.session.scalars(filters.order_by(SALE.c.id)).all())


def _in_order(ids: Sequence[int]) -> list[SaleRow]:
    rows = list_sales_by_id(ids) if ids else {}
    return [rows[one] for one in ids]
