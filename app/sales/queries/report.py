"""The ledger line by line for the report *Transaksi*, streamed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from app.accounts.models import User
from app.booths.models import Booth
from app.directory.models import Employee
from app.extensions import db
from app.months.models import Supplement
from app.sales.ledger.lookups import MAKER
from app.sales.ledger.totals import BUYER, BUYER_KIND, LATE, SALE, counted_sales
from app.sales.models import SaleLine
from app.sales.queries.ledger import BUYER_NAME, STATE
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.period import Period

_LINE, _BOOTH, _USER, _EMPLOYEE = table(SaleLine), table(Booth), table(User), table(Employee)
_SUPPLEMENT = table(Supplement)
_ORIGINAL = SALE.alias("original")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger as a report prints it; amounts in whole rupiah, negative in a reversal."""

    sale_id: int
    uuid: str
    business_date: date
    sold_at: datetime
    booth: str
    cashier: str
    employee_id: int | None
    nip: str | None
    code: str | None
    buyer: str
    buyer_kind: str
    maker: str
    product: str
    quantity: int
    unit_price: int
    amount: int
    payment: str
    is_void: bool
    state: str
    reason: str
    refers: str | None

    @property
    def refers_to(self) -> str:
        """The number of the receipt that it reverses or replaces; empty if none."""
        return receipt_number(self.refers) if self.refers else ""

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return receipt_number(self.uuid)


def list_ledger_rows(
    period: Period,
    *,
    until_sale: int | None = None,
    before_supplements_of: int | None = None,
    first: int = 0,
) -> Iterator[LedgerRow]:
    """The lines that count in a month, by date and time of sale, each reversal directly after its sale; streamed,
    beginning with line `first` (from 0).

    `until_sale`: the highest sale id to include. `before_supplements_of`: leaves out the late items that supplements
    of that version of the closing accepted.
    """
    query = (
        _lines(period, until_sale, before_supplements_of, *_COLUMNS)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(_USER, _USER.c.id == SALE.c.cashier_id)
        .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == BUYER)
        .outerjoin(_ORIGINAL, _ORIGINAL.c.id == func.coalesce(SALE.c.void_of, SALE.c.correction_of))
        .order_by(SALE.c.business_date, *_OF_ITS_SALE, SALE.c.id, _LINE.c.position)
        .offset(first)
    )
    for row in db.session.execute(query, execution_options={"yield_per": 2_000}):
        yield LedgerRow(*row)


@dataclass(frozen=True, slots=True)
class LedgerExtent:
    """The number of lines of `list_ledger_rows`, and their sum in whole rupiah."""

    lines: int
    amount: int


def get_ledger_extent(
    period: Period, *, until_sale: int | None = None, before_supplements_of: int | None = None
) -> LedgerExtent:
    """Count and sum of the same lines, in one statement."""
    sums = (func.count(), func.coalesce(func.sum(_LINE.c.amount), 0))
    row = db.session.execute(_lines(period, until_sale, before_supplements_of, *sums)).one()
    return LedgerExtent(int(row[0]), int(row[1]))


_COLUMNS = (
    SALE.c.id,
    SALE.c.uuid,
    SALE.c.business_date,
    SALE.c.sold_at,
    _BOOTH.c.name,
    func.coalesce(_USER.c.display_name, SALE.c.cashier_name),
    _EMPLOYEE.c.id,
    _EMPLOYEE.c.nip,
    _EMPLOYEE.c.code,
    BUYER_NAME,
    BUYER_KIND,
    MAKER,
    _LINE.c.product_name,
    _LINE.c.quantity,
    _LINE.c.unit_price,
    _LINE.c.amount,
    SALE.c.payment,
    SALE.c.void_of.is_not(None),
    STATE,
    SALE.c.reason,
    _ORIGINAL.c.uuid,
)
_OF_ITS_SALE = (
    case(
        (SALE.c.void_of.is_not(None), func.coalesce(_ORIGINAL.c.sold_at, SALE.c.sold_at)),
        else_=SALE.c.sold_at,
    ),
    func.coalesce(SALE.c.void_of, SALE.c.id),
)
"""A reversal is ordered by the time and the number of the sale it undoes."""


def _lines(period: Period, until_sale: int | None, before: int | None, *columns: Any) -> Select[Any]:
    part = counted_sales(period)
    query = (
        select(*columns)
        .select_from(part)
        .join(SALE, SALE.c.id == part.c.sale_id)
        .join(_LINE, _LINE.c.sale_id == SALE.c.id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
    )
    if until_sale is not None:
        query = query.where(SALE.c.id <= until_sale)
    if before is not None:
        taken_in = select(_SUPPLEMENT.c.id).where(
            _SUPPLEMENT.c.period == period, _SUPPLEMENT.c.version == before
        )
        query = query.where(or_(LATE.c.supplement_id.is_(None), LATE.c.supplement_id.not_in(taken_in)))
    return query


def count_sales() -> int:
    """The number of ledger rows, reversals included."""
    return db.session.scalar(select(func.count()).select_from(SALE)) or 0
