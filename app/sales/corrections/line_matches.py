"""Matches sale lines typed without a product (makers 7). From its own date a line then counts for shelf and money.

A wrong match can be removed while no statement has the line (`app/settlement/services/matches.py`); the line is then
open again.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.decisions.errors import AlreadyDecided, NothingChosen
from app.decisions.services import Scope
from app.extensions import db
from app.makers.queries import get_product, list_makers_of_products
from app.sales.errors import MatchReversed, NothingToConfirm
from app.sales.models import LineMatch
from app.sales.queries.goods import LINE, SALE
from app.sales.queries.line_proposals import list_counterparts, list_unmatched_lines
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing, lock_table

_MATCH = table(LineMatch)
_REVERSAL = SALE.alias("reversal")
_LOCK = text("LOCK TABLE sale_line_match IN SHARE ROW EXCLUSIVE MODE")


def confirm_matches(line_ids: Collection[int] | None = None, *, actor: Actor, booth_ids: Scope = None) -> int:
    """Confirm the present proposals for these lines (None: all) and return their number. NothingToConfirm.

    Their reversals' lines follow and are not counted.
    """
    begin_writing()
    lock_table(_LOCK)
    proposed = {
        line.line_id: line.product_id
        for line in list_unmatched_lines(booth_ids, line_ids)
        if line.product_id is not None
    }
    if not proposed:
        raise NothingToConfirm()
    _write(_with_reversals(proposed), actor)
    return len(proposed)


def match_lines(line_ids: Collection[int], product_id: int, *, actor: Actor, booth_ids: Scope = None) -> int:
    """Match these lines with a product, all or none; the lines of their reversals follow. Returns the number of lines.

    NothingChosen; NotFound for the product; AlreadyDecided if a line is matched, missing or of another booth.
    """
    get_product(product_id)
    chosen = set(line_ids)
    if not chosen:
        raise NothingChosen()
    begin_writing()
    lock_table(_LOCK)
    open_ids = {line.line_id for line in list_unmatched_lines(booth_ids, chosen)}
    if chosen - open_ids:
        raise AlreadyDecided(count=len(chosen - open_ids), of=len(chosen))
    return _write(_with_reversals(dict.fromkeys(chosen, product_id)), actor)


def _with_reversals(products: Mapping[int, int]) -> dict[int, int]:
    """Add the unmatched lines of the reversals: their goods return to the same shelf."""
    others = list_counterparts(products.keys())
    open_ids = {line.line_id for line in list_unmatched_lines(line_ids=set(others.values()))}
    return {**products, **{other: products[one] for one, other in others.items() if other in open_ids}}


def _write(products: Mapping[int, int], actor: Actor) -> int:
    makers, now = list_makers_of_products(set(products.values())), clock.now()
    rows: list[dict[str, Any]] = [
        {
            "sale_line_id": line_id,
            "product_id": product_id,
            "maker_id": makers[product_id],
            "matched_at": now,
            "matched_by": actor.id,
        }
        for line_id, product_id in sorted(products.items())
    ]
    seal_states("line_match", db.session.scalars(insert(_MATCH).returning(_MATCH.c.id), rows).all())
    details = {"count": len(rows), "products": sorted(set(products.values()))}
    record_event("sales.match_lines", actor=actor, subject="sale_line", details=details)
    return len(rows)


def lock_matches() -> None:
    """Begin writing. PostgreSQL: no other transaction matches lines or makes a statement until this one ends."""
    begin_writing()
    lock_table(_LOCK)


def remove_matches(line_ids: Collection[int], reason: str, *, actor: Actor, booth_ids: Scope = None) -> int:
    """Remove matches, all or none: the lines are open again. Returns the number of lines. The caller has locked them.

    NothingChosen; AlreadyDecided if one is not matched any more or is of another booth; MatchReversed.
    """
    chosen = set(line_ids)
    if not chosen:
        raise NothingChosen()
    query = (
        select(_MATCH.c.id, _MATCH.c.product_id, _REVERSAL.c.id, SALE.c.void_of)
        .join(LINE, LINE.c.id == _MATCH.c.sale_line_id)
        .join(SALE, SALE.c.id == LINE.c.sale_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(_MATCH.c.sale_line_id.in_(chosen))
    )
    if booth_ids is not None:
        query = query.where(SALE.c.booth_id.in_(booth_ids))
    rows = db.session.execute(query).all()
    if len(rows) < len(chosen):
        raise AlreadyDecided(count=len(chosen) - len(rows), of=len(chosen))
    if any(reversed_by is not None or void_of is not None for _id, _product, reversed_by, void_of in rows):
        raise MatchReversed()
    ids = [row[0] for row in rows]
    db.session.execute(delete(_MATCH).where(_MATCH.c.id.in_(ids)))
    seal_states("line_match", ids)
    details = {"lines": sorted(chosen), "products": sorted({row[1] for row in rows}), "reason": reason}
    record_event("sales.remove_matches", actor=actor, subject="sale_line", details=details)
    return len(ids)
