"""Reads rows and sums of the ledger, for pages and reports. `ledger/totals.py` alone defines which rows count."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.accounts.models import User
from app.booths.models import Booth
from app.directory.models import Employee
from app.extensions import db
from app.sales.ledger.lookups import MAKER
from app.sales.ledger.totals import BUYER, BUYER_KIND, LATE, RESOLVED, SALE, counted_sales, ids_of_buyer
from app.sales.models import SaleLine
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.period import Period

_LINE, _BOOTH, _USER, _EMPLOYEE = table(SaleLine), table(Booth), table(User), table(Employee)
_REVERSAL = SALE.alias("reversal")
BUYER_NAME = case((BUYER_KIND == "public", ""), else_=func.coalesce(_EMPLOYEE.c.name, SALE.c.buyer_name))
STATE = case(
    (LATE.c.decision == "accepted", "accepted"),
    (LATE.c.decision == "declined", "declined"),
    (SALE.c.result == "parked", "waiting"),
    else_="counted",
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line; amounts in whole rupiah, negative in a reversal. `maker` is empty if unknown."""

    maker: str
    product: str
    quantity: int
    unit_price: int
    amount: int
    product_id: int | None = None


@dataclass(slots=True)
class SaleRow:
    """One ledger row as pages show it.

    `state`: `counted`, `waiting` (parked, undecided), `accepted` or `declined`. `period` is the month it counts
    in, or would count in. `voided_by` is the id of its reversal. `employee_id` and `buyer_kind` include the last
    resolution that counts. `is_resolvable`: the buyer was unknown when it was sold, so a person may name one.
    """

    id: int
    uuid: str
    period: Period
    business_date: date
    sold_at: datetime
    received_at: datetime
    amount: int
    payment: str
    state: str
    flags: list[str]
    reason: str
    source: str
    booth_id: int
    booth: str
    cashier_id: int | None
    cashier: str
    shift_id: int | None
    buyer_kind: str
    employee_id: int | None
    buyer: str
    buyer_number: str
    void_of: int | None
    correction_of: int | None
    voided_by: int | None
    late_id: int | None
    is_resolvable: bool = False
    lines: list[LineRow] = field(default_factory=list)

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return receipt_number(self.uuid)

    @property
    def is_counted(self) -> bool:
        """Whether the row counts in the buyer's month: at once, or because a late decision accepted it."""
        return self.state in ("counted", "accepted")


def _sale_rows() -> Select[Any]:
    return (
        select(
            SALE.c.id,
            SALE.c.uuid,
            func.coalesce(LATE.c.period, SALE.c.period),
            SALE.c.business_date,
            SALE.c.sold_at,
            SALE.c.received_at,
            SALE.c.amount,
            SALE.c.payment,
            STATE,
            SALE.c.flags,
            SALE.c.reason,
            SALE.c.source,
            SALE.c.booth_id,
            _BOOTH.c.name,
            SALE.c.cashier_id,
            func.coalesce(_USER.c.display_name, SALE.c.cashier_name),
            SALE.c.shift_id,
            BUYER_KIND,
            BUYER,
            BUYER_NAME,
            SALE.c.buyer_number,
            SALE.c.void_of,
            SALE.c.correction_of,
            _REVERSAL.c.id,
            LATE.c.id,
            and_(SALE.c.buyer_kind == "unresolved", SALE.c.void_of.is_(None)),
        )
        .select_from(SALE)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(_USER, _USER.c.id == SALE.c.cashier_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == BUYER)
        .order_by(SALE.c.id)
    )


def _list(query: Select[Any]) -> list[SaleRow]:
    """The rows with their lines. One statement for the rows, one per 500 of them for the lines."""
    rows = [SaleRow(*row) for row in db.session.execute(query)]
    by_id = {row.id: row for row in rows}
    columns = (_LINE.c.sale_id, MAKER, _LINE.c.product_name)
    numbers = (_LINE.c.quantity, _LINE.c.unit_price, _LINE.c.amount, _LINE.c.product_id)
    ids = list(by_id)
    for start in range(0, len(ids), 500):
        of_these = _LINE.c.sale_id.in_(ids[start : start + 500])
        for line in db.session.execute(select(*columns, *numbers).where(of_these).order_by(_LINE.c.id)):
            by_id[line[0]].lines.append(LineRow(*line[1:]))
    return rows


def _in_period(period: Period) -> ColumnElement[bool]:
    return func.coalesce(LATE.c.period, SALE.c.period) == period


def list_sales_of(employee_id: int, period: Period) -> list[SaleRow]:
    """All rows of a month whose buyer is this person, undecided and declined ones included (see `state`)."""
    return _list(_sale_rows().where(SALE.c.id.in_(ids_of_buyer(employee_id)), _in_period(period)))


def list_today(booth_id: int, day: date) -> list[SaleRow]:
    """A booth's sales and reversals of one business date, in order of arrival."""
    return _list(_sale_rows().where(SALE.c.booth_id == booth_id, SALE.c.business_date == day))


def list_unresolved(period: Period) -> list[SaleRow]:
    """Unresolved sales of a month, without reversed ones."""
    return _list(
        _sale_rows().where(
            SALE.c.buyer_kind == "unresolved",
            SALE.c.void_of.is_(None),
            _in_period(period),
            RESOLVED.is_(None),
            _REVERSAL.c.id.is_(None),
        )
    )


def list_late_sales(period: Period, *, undecided_only: bool = True) -> list[SaleRow]:
    """The sales that are late items of a month, in order of arrival."""
    query = _sale_rows().where(LATE.c.period == period)
    return _list(query.where(LATE.c.decision.is_(None)) if undecided_only else query)


def find_sale(uuid: str) -> SaleRow | None:
    """The ledger row of this uuid, or None."""
    rows = _list(_sale_rows().where(SALE.c.uuid == uuid))
    return rows[0] if rows else None


def list_sales_by_uuid(uuids: Collection[str]) -> dict[str, SaleRow]:
    """The ledger rows by uuid; missing ones are left out."""
    return {row.uuid: row for row in _list(_sale_rows().where(SALE.c.uuid.in_(uuids)))}


def list_sales_by_id(ids: Collection[int]) -> dict[int, SaleRow]:
    """The ledger rows by id."""
    return {row.id: row for row in _list(_sale_rows().where(SALE.c.id.in_(ids)))}


def get_sale(sale_id: int) -> SaleRow:
    """The ledger row of this id. NotFound."""
    rows = _list(_sale_rows().where(SALE.c.id == sale_id))
    if not rows:
        raise NotFound()
    return rows[0]


def find_first_sale_period() -> Period | None:
    """The first month with a sale that counts, where recording starts (decisions 5); None if there is none."""
    first = select(SALE.c.period).where(SALE.c.result == "recorded").order_by(SALE.c.business_date).limit(1)
    recorded = db.session.scalar(first)  # by the index on business_date: one row is read
    accepted = db.session.scalar(select(func.min(LATE.c.period)).where(LATE.c.decision == "accepted"))
    return min((period for period in (recorded, accepted) if period is not None), default=None)


def list_sale_periods() -> list[Period]:
    """The months that have ledger rows, oldest first."""
    return list(db.session.scalars(select(SALE.c.period).distinct().order_by(SALE.c.period)))


@dataclass(frozen=True, slots=True)
class PeriodSums:
    """A month in whole rupiah, net: `bought` by employees, `public`, `unresolved`; they sum to `turnover`."""

    turnover: int
    bought: int
    public: int
    unresolved: int
    sales: int
    voids: int


def sum_period(period: Period) -> PeriodSums:
    """The sums of a month, and its numbers of sales and reversals."""
    part = counted_sales(
        period, SALE.c.amount, BUYER_KIND.label("kind"), SALE.c.void_of, BUYER.label("buyer")
    )
    named = part.c.buyer.is_not(None)
    public = part.c.kind == "public"
    nobody = and_(part.c.buyer.is_(None), part.c.kind == "unresolved")
    sums = [func.sum(part.c.amount), *(func.sum(part.c.amount).filter(of) for of in (named, public, nobody))]
    counts = [func.count().filter(part.c.void_of.is_(None)), func.count().filter(part.c.void_of.is_not(None))]
    row = db.session.execute(select(*sums, *counts).select_from(part)).one()
    return PeriodSums(*(int(value or 0) for value in row))


def get_last_sale_id() -> int:
    """The highest id in the ledger (its sequence number); 0 if it is empty."""
    return db.session.scalar(select(func.max(SALE.c.id))) or 0
