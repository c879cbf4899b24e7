"""Finance's own act in a closed month may go into the next supplement at once, without a second decision."""

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
    """The late items, by month, with which these sales or their buyers wait because their month is closed."""
    named = select(RESOLUTION.c.id).where(RESOLUTION.c.sale_id.in_(sale_ids))
    wanted = (
        select(LATE.c.period, LATE.c.id)
        .where(
            LATE.c.reason == "month_closed",
            LATE.c.decision.is_(None),
            or_(LATE.c.sale_id.in_(sale_ids), LATE.c.resolution_id.in_(named)),
        )
        .order_by(LATE.c.period, LATE.c.id)
    )
    found: dict[Period, list[int]] = {}
    for period, late_id in db.session.execute(wanted):
        found.setdefault(period, []).append(late_id)
    return found


def accept_into_supplement(sale_ids: Collection[int], *, actor: Actor) -> int | None:
    """Take what of these sales waits for its closed month into that month's next supplement, with what stands or
    falls with it (decisions 17). The supplement's number; None where nothing waited so."""
    number = None
    for period, late_ids in list_undecided_late_items(sale_ids).items():
        number = accept_late(period, late_ids, actor=actor).supplement
    return number


@dataclass(frozen=True, slots=True)
class Changed:
    """What finance did to a receipt: the new row, the supplement it went into, or whether it waits for one."""

    recorded: ItemResult
    supplement: int | None
    is_waiting: bool


def void_for_finance(sale_id: int, reason: str, *, take_in: bool, actor: Actor) -> Changed:
    """Reverse any receipt (decisions 14: finance always). Raises what `void_sale` raises."""
    return _changed(void_sale(sale_id, reason, by=FINANCE, actor=actor), take_in, actor)


def correct_for_finance(
    sale_id: int, draft: SaleDraft, reason: str, *, take_in: bool, actor: Actor
) -> Changed:
    """Put the right receipt in the place of any other. Raises what `correct_sale` raises."""
    return _changed(correct_sale(sale_id, draft, reason, by=FINANCE, actor=actor), take_in, actor)


def _changed(done: ItemResult, take_in: bool, actor: Actor) -> Changed:
    rows = [] if done.sale_id is None else [done.sale_id]
    number = accept_into_supplement(rows, actor=actor) if take_in and rows else None
    return Changed(done, number, bool(rows and list_undecided_late_items(rows)))
