"""Voids and corrections by finance in a closed month, optionally accepted into the next supplement in the same act."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.audit.rules import Actor
from app.extensions import db
from app.months.services import accept_late
from app.sales.corrections.voids import FINANCE, correct_sale, void_sale
from app.sales.drafts import ItemResult, SaleDraft
from app.sales.ledger.totals import LATE, RESOLUTION
from app.shared.period import Period


def list_undecided_late_items(sale_ids: Collection[int]) -> dict[Period, list[int]]:
    """By month, the ids of undecided late items of these sales and of their resolutions that arrived after closing."""
    resolutions = select(RESOLUTION.c.id).where(RESOLUTION.c.sale_id.in_(sale_ids))
    query = (
        select(LATE.c.period, LATE.c.id)
        .where(
            LATE.c.reason == "month_closed",
            LATE.c.decision.is_(None),
            or_(LATE.c.sale_id.in_(sale_ids), LATE.c.resolution_id.in_(resolutions)),
        )
        .order_by(LATE.c.period, LATE.c.id)
    )
    items: dict[Period, list[int]] = {}
    for period, late_id in db.session.execute(query):
        items.setdefault(period, []).append(late_id)
    return items


def accept_into_supplement(sale_ids: Collection[int], *, actor: Actor) -> int | None:
    """Accept the undecided late items of these sales, with their bundles, into the month's next supplement
    (decisions 17). The supplement's number; None if there were none."""
    number = None
    for period, late_ids in list_undecided_late_items(sale_ids).items():
        number = accept_late(period, late_ids, actor=actor).supplement
    return number


@dataclass(frozen=True, slots=True)
class FinanceChange:
    """A void or correction by finance: its result, the supplement it was accepted into, or whether it is undecided."""

    recorded: ItemResult
    supplement: int | None
    is_pending: bool


def void_for_finance(sale_id: int, reason: str, *, take_in: bool, actor: Actor) -> FinanceChange:
    """Reverse any sale; finance always may (decisions 14). Errors as `void_sale`."""
    return _finish(void_sale(sale_id, reason, by=FINANCE, actor=actor), take_in, actor)


def correct_for_finance(
    sale_id: int, draft: SaleDraft, reason: str, *, take_in: bool, actor: Actor
) -> FinanceChange:
    """Correct any sale. Errors as `correct_sale`."""
    return _finish(correct_sale(sale_id, draft, reason, by=FINANCE, actor=actor), take_in, actor)


def _finish(result: ItemResult, take_in: bool, actor: Actor) -> FinanceChange:
    rows = [] if result.sale_id is None else [result.sale_id]
    number = accept_into_supplement(rows, actor=actor) if take_in and rows else None
    return FinanceChange(result, number, bool(rows and list_undecided_late_items(rows)))
