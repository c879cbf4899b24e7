"""Proposes buyers for unresolved sales whose typed number is exactly one person's; a person confirms them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, union_all

from app.directory.models import Employee, FormerNumber
from app.extensions import db
from app.sales.ledger.totals import LATE, RESOLUTION, RESOLVED, SALE
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.period import Period

_EMPLOYEE, _FORMER = table(Employee), table(FormerNumber)
_REVERSAL = SALE.alias("reversal")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An unresolved sale and the employee who has its typed number; `amount` in whole rupiah."""

    sale_id: int
    receipt: str
    period: Period
    buyer_number: str
    buyer_name: str
    employee_id: int
    amount: int


def list_resolution_proposals() -> list[Proposal]:
    """Unresolved sales whose typed number is exactly one person's NIP, code or former number (decisions 13)."""
    numbers = union_all(
        select(_EMPLOYEE.c.nip.label("number"), _EMPLOYEE.c.id).where(_EMPLOYEE.c.nip.is_not(None)),
        select(_EMPLOYEE.c.code, _EMPLOYEE.c.id).where(_EMPLOYEE.c.code.is_not(None)),
        select(_FORMER.c.number, _FORMER.c.employee_id),
    ).subquery()
    # Codes are stored in upper case (`read_code`) and a NIP has no letters, so one normal form serves both.
    typed = func.upper(func.trim(SALE.c.buyer_number))
    normalized = func.replace(func.replace(func.replace(typed, " ", ""), ".", ""), "'", "")
    query = (
        select(
            SALE.c.id, SALE.c.uuid, func.coalesce(LATE.c.period, SALE.c.period), SALE.c.buyer_number,
            SALE.c.buyer_name, _EMPLOYEE.c.id, SALE.c.amount,
            SALE.c.flags,
        )
        .select_from(SALE)
        .join(numbers, (numbers.c.number == normalized) | (numbers.c.number == typed))
        .join(_EMPLOYEE, _EMPLOYEE.c.id == numbers.c.id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(SALE.c.buyer_kind == "unresolved", SALE.c.void_of.is_(None), SALE.c.buyer_number != "")
        .where(RESOLVED.is_(None), _REVERSAL.c.id.is_(None), ~_has_undecided_resolution())
        .order_by(SALE.c.id)
    )  # fmt: skip
    found: dict[int, list[Proposal]] = {}
    for *row, flags in db.session.execute(query):
        if "number_damaged" in flags:  # its last digits may be rounded, so the match proves nothing
            continue
        proposal = Proposal(row[0], receipt_number(row[1]), *row[2:])
        if all(proposal.employee_id != other.employee_id for other in found.setdefault(row[0], [])):
            found[row[0]].append(proposal)
    return [proposals[0] for proposals in found.values() if len(proposals) == 1]


def _has_undecided_resolution() -> Any:
    """Whether the sale has a resolution that is an undecided late item; it is not proposed again."""
    late = LATE.alias("waiting")
    return (
        select(RESOLUTION.c.id)
        .join(late, late.c.resolution_id == RESOLUTION.c.id)
        .where(RESOLUTION.c.sale_id == SALE.c.id, late.c.decision.is_(None))
        .correlate(SALE)
        .exists()
    )
