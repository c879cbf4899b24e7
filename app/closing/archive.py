"""Reads the archive of closings: the stored signed files with their hashes, reopenings and supplements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.audit.queries import list_events_of
from app.booths.models import Booth
from app.closing.authenticity import BOOK
from app.closing.models import Closing, ClosingFile
from app.directory.models import Employee
from app.directory.rules import full_name
from app.extensions import db
from app.months.models import LateItem, Supplement
from app.sales.models import Sale, SaleResolution
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.period import Period

_LATE, _SUPPLEMENT, _SALE = table(LateItem), table(Supplement), table(Sale)
_BOOK = table(ClosingFile).alias("book")
_RESOLUTION, _EMPLOYEE, _BOOTH = table(SaleResolution), table(Employee), table(Booth)


@dataclass(frozen=True, slots=True)
class Version:
    """One closing with its stored file; `size` in bytes. `override` is the reason for closing with open points.
    `book_sha256`: of the book as PDF; None if the month was closed before PDFs existed."""

    period: Period
    version: int
    closed_at: datetime
    closed_by: str
    override: str
    readiness: list[dict[str, object]]
    ledger_seq: int
    chain_seq: int
    chain_head: str
    file_name: str
    sha256: str
    size: int
    book_sha256: str | None


def list_versions(period: Period | None = None) -> list[Version]:
    """Closings with their files, newest month and version first, without the files' bytes."""
    size = func.length(ClosingFile.content)
    query = (
        select(
            Closing.period, Closing.version, Closing.closed_at, Closing.closed_by_name, Closing.override_reason,
            Closing.readiness, Closing.ledger_seq, Closing.chain_seq, Closing.chain_head,
            ClosingFile.name, ClosingFile.sha256, size, _BOOK.c.sha256,
        )
        .join(ClosingFile, (ClosingFile.closing_id == Closing.id) & (ClosingFile.kind == "compliance"))
        .outerjoin(_BOOK, (_BOOK.c.closing_id == Closing.id) & (_BOOK.c.kind == BOOK))
        .order_by(Closing.period.desc(), Closing.version.desc())
    )  # fmt: skip
    if period is not None:
        query = query.where(Closing.period == period)
    return [Version(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class Reopening:
    """One reopening of a month: the version before it, when, by whom and why."""

    version: int
    at: datetime
    by: str
    reason: str


def list_reopenings(period: Period) -> list[Reopening]:
    """The reopenings of a month from the audit trail, oldest first (decisions 18)."""
    return [
        Reopening(int(event.details["version"]), event.at, event.actor_name, str(event.details["reason"]))
        for event in list_events_of("month.reopen")
        if event.details.get("period") == str(period)
    ]


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One item of a supplement, as pages and workbooks print it; whole rupiah.

    A resolution counts with the amount of the sale it names a buyer for. `kind`: sale, void, resolution.
    """

    number: int
    accepted_at: datetime
    sale_id: int
    uuid: str
    kind: str
    employee_id: int | None
    nip: str | None
    code: str | None
    buyer: str
    business_date: object
    arrived_at: datetime
    amount: int
    reason: str

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return receipt_number(self.uuid)


def list_supplement_items(period: Period, version: int) -> Sequence[SupplementItem]:
    """The items of the supplements of one version, in order."""
    buyer = func.coalesce(_SALE.c.employee_id, _RESOLUTION.c.employee_id)
    query = (
        select(
            _SUPPLEMENT.c.number, _SUPPLEMENT.c.accepted_at, _SALE.c.id, _SALE.c.uuid, _SALE.c.void_of,
            _RESOLUTION.c.id, _EMPLOYEE.c.id, _EMPLOYEE.c.nip, _EMPLOYEE.c.code, _EMPLOYEE.c.name,
            _EMPLOYEE.c.front_title, _EMPLOYEE.c.back_title, _SALE.c.buyer_kind, _SALE.c.buyer_name,
            _SALE.c.business_date, _LATE.c.arrived_at, _SALE.c.amount,
            func.coalesce(_RESOLUTION.c.reason, _SALE.c.reason),
        )
        .select_from(_LATE)
        .join(_SUPPLEMENT, _SUPPLEMENT.c.id == _LATE.c.supplement_id)
        .outerjoin(_RESOLUTION, _RESOLUTION.c.id == _LATE.c.resolution_id)
        .join(_SALE, _SALE.c.id == func.coalesce(_LATE.c.sale_id, _RESOLUTION.c.sale_id))
        .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == buyer)
        .where(_LATE.c.period == period, _SUPPLEMENT.c.version == version)
        .order_by(_SUPPLEMENT.c.number, _LATE.c.id)
    )  # fmt: skip
    return [_supplement_item(row) for row in db.session.execute(query)]


def _supplement_item(row: object) -> SupplementItem:
    (number, accepted_at, sale_id, uuid, void_of, resolution_id, employee_id, nip, code, name, front, back,
     buyer_kind, typed, day, arrived_at, amount, reason) = row  # type: ignore[misc]  # fmt: skip
    kind = "resolution" if resolution_id else "void" if void_of else "sale"
    rows = (
        full_name(name, front, back)
        if employee_id
        else ("Umum" if resolution_id or buyer_kind == "public" else typed)
    )
    return SupplementItem(
        number,
        accepted_at,
        sale_id,
        uuid,
        kind,
        employee_id,
        nip,
        code,
        rows,
        day,
        arrived_at,
        amount,
        reason,
    )
