"""Paper sheets and their lines in the ledger, and the sheets that are not entered yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from app.booths.models import Booth
from app.extensions import db
from app.sales.ledger.totals import SALE
from app.sales.queries.ledger import SaleRow, list_sales_by_uuid
from app.shared.columns import table
from app.shared.period import Period
from app.tills.models import PaperSheet, PaperSheetEnd

_SHEET, _END, _BOOTH = table(PaperSheet), table(PaperSheetEnd), table(Booth)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A printed sheet. `lines`: its lines in the ledger, `amount` their net whole rupiah; `ended`:
    `entered`, `unused`, or None while it is open."""

    id: int
    booth_id: int
    booth: str
    day: date
    number: str
    printed_at: datetime
    ended: str | None
    reason: str | None
    lines: int
    amount: int


def _sheets() -> Select[Any]:
    mine = and_(
        SALE.c.booth_id == _SHEET.c.booth_id, SALE.c.book_sheet == _SHEET.c.number, SALE.c.void_of.is_(None)
    )
    lines = select(func.count()).where(mine).correlate(_SHEET).scalar_subquery()
    amount = select(func.coalesce(func.sum(SALE.c.amount), 0)).where(mine).correlate(_SHEET).scalar_subquery()
    return (
        select(
            _SHEET.c.id, _SHEET.c.booth_id, _BOOTH.c.name, _SHEET.c.day, _SHEET.c.number, _SHEET.c.printed_at,
            _END.c.kind, _END.c.reason, lines, amount,
        )
        .select_from(_SHEET)
        .join(_BOOTH, _BOOTH.c.id == _SHEET.c.booth_id)
        .outerjoin(_END, _END.c.sheet_id == _SHEET.c.id)
    )  # fmt: skip


def list_sheets(booth_ids: Collection[int] | None = None, *, limit: int = 200) -> list[SheetRow]:
    """Printed sheets, open ones first, then by date, latest first; only of these booths if ids are given."""
    query = _sheets()
    if booth_ids is not None:
        query = query.where(_SHEET.c.booth_id.in_(booth_ids))
    ordered = query.order_by(_END.c.id.is_not(None), _SHEET.c.day.desc(), _BOOTH.c.search_name, _SHEET.c.id)
    return [SheetRow(*row) for row in db.session.execute(ordered.limit(limit))]


def list_open_sheets(period: Period, *, until: date | None = None) -> list[SheetRow]:
    """Open sheets printed for a month (up to a day), by booth and day."""
    last = min(period.last_day, until) if until else period.last_day
    in_month = _SHEET.c.day.between(period.first_day, last)
    query = _sheets().where(in_month, _END.c.id.is_(None))
    return [SheetRow(*row) for row in db.session.execute(query.order_by(_BOOTH.c.search_name, _SHEET.c.id))]


def get_sheet_row(sheet_id: int) -> SheetRow:
    """One existing sheet."""
    return SheetRow(*db.session.execute(_sheets().where(_SHEET.c.id == sheet_id)).one())


def list_sheet_hashes(booth_id: int, number: str) -> dict[int, str]:
    """Line number → content hash of this sheet's lines in the ledger."""
    query = select(SALE.c.book_line, SALE.c.content_hash).where(
        SALE.c.booth_id == booth_id, SALE.c.book_sheet == number, SALE.c.void_of.is_(None)
    )
    return {line: hashed for line, hashed in db.session.execute(query)}


def list_sheet_lines(booth_id: int, number: str) -> dict[int, SaleRow]:
    """Line number → ledger row of this sheet's lines, in order of lines."""
    query = select(SALE.c.uuid, SALE.c.book_line).where(
        SALE.c.booth_id == booth_id, SALE.c.book_sheet == number, SALE.c.void_of.is_(None)
    )
    lines = {uuid: line for uuid, line in db.session.execute(query)}
    rows = list_sales_by_uuid(list(lines)) if lines else {}
    return {lines[uuid]: row for uuid, row in sorted(rows.items(), key=lambda one: lines[one[0]])}
