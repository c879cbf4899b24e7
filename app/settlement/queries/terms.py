"""Reads of terms of consignment, and of the last date settled under them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.extensions import db
from app.sales.queries.goods import LINE, SALE
from app.settlement.models import ConsignmentTerms, Statement, StatementLine
from app.settlement.rules import Terms
from app.shared.columns import table

_TERMS, _STATEMENT, _LINE = table(ConsignmentTerms), table(Statement), table(StatementLine)


def list_terms(maker_id: int, booth_id: int) -> list[ConsignmentTerms]:
    """All terms of a maker at a booth, the latest first."""
    query = select(ConsignmentTerms).filter_by(maker_id=maker_id, booth_id=booth_id)
    return list(db.session.scalars(query.order_by(ConsignmentTerms.effective_from.desc())))


def find_terms(maker_id: int, booth_id: int, effective_from: date) -> ConsignmentTerms | None:
    """The terms that begin on this day, or None."""
    query = select(ConsignmentTerms).filter_by(
        maker_id=maker_id, booth_id=booth_id, effective_from=effective_from
    )
    return db.session.scalar(query)


def list_all_terms() -> dict[tuple[int, int, date], Terms]:
    """Every agreement by (maker, booth, first day)."""
    rows = db.session.execute(select(_TERMS))
    return {
        (row.maker_id, row.booth_id, row.effective_from): Terms(
            row.share_percent, row.loss_bearer, row.expiry_bearer, row.due_days
        )
        for row in rows
    }


def list_due_days(day: date, maker_ids: Collection[int] | None = None) -> dict[tuple[int, int], int]:
    """(maker id, booth id) → days until payment is due, by the terms of a day; pairs without terms are left out.

    `maker_ids`: only these makers; None: all.
    """
    query = (
        select(_TERMS.c.maker_id, _TERMS.c.booth_id, _TERMS.c.due_days)
        .where(_TERMS.c.effective_from <= day)
        .order_by(_TERMS.c.effective_from)
    )
    if maker_ids is not None:
        query = query.where(_TERMS.c.maker_id.in_(maker_ids))
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class LastSettled:
    """The latest business date of the lines settled for one maker and booth, and the statement that settled them."""

    day: date
    number: str


def find_last_settled(maker_id: int, booth_id: int) -> LastSettled | None:
    """The last settled date of a maker at a booth; None before the first statement."""
    return list_last_settled([maker_id]).get((maker_id, booth_id))


def list_last_settled(maker_ids: Collection[int] | None = None) -> dict[tuple[int, int], LastSettled]:
    """(maker id, booth id) → the last settled date, of all makers or these. One statement."""
    query = (
        select(
            _STATEMENT.c.maker_id,
            _STATEMENT.c.booth_id,
            func.max(SALE.c.business_date),
            func.max(_STATEMENT.c.number),
        )
        .join(_LINE, _LINE.c.statement_id == _STATEMENT.c.id)
        .join(LINE, LINE.c.id == _LINE.c.sale_line_id)
        .join(SALE, SALE.c.id == LINE.c.sale_id)
        .group_by(_STATEMENT.c.maker_id, _STATEMENT.c.booth_id)
    )
    if maker_ids is not None:
        query = query.where(_STATEMENT.c.maker_id.in_(maker_ids))
    return {(row[0], row[1]): LastSettled(row[2], row[3]) for row in db.session.execute(query)}
