"""Says which product a sale line typed without one was (makers 7): it then counts for shelf and money from its day."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import insert, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.decisions.errors import AlreadyDecided, NothingChosen
from app.decisions.services import Scope
from app.extensions import db
from app.makers.queries import get_product, list_makers_of_products
from app.sales.errors import NothingToConfirm
from app.sales.models import LineMatch
from app.sales.queries.line_proposals import list_counterparts, list_unmatched_lines
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing, lock_table

_MATCH = table(LineMatch)
_LOCK = text("LOCK TABLE sale_line_match IN SHARE ROW EXCLUSIVE MODE")


def confirm_matches(line_ids: Collection[int] | None = None, *, actor: Actor, booth_ids: Scope = None) -> int:
    """Confirm what is proposed now for these lines (None: all), and return their number. NothingToConfirm."""
    begin_writing()
    lock_table(_LOCK)
    proposed = {
        one.line_id: one.product_id
        for one in list_unmatched_lines(booth_ids, line_ids)
        if one.product_id is not None
    }
    if not proposed:
        raise NothingToConfirm()
    return _write(proposed, actor)


def match_lines(line_ids: Collection[int], product_id: int, *, actor: Actor, booth_ids: Scope = None) -> int:
    """Say by hand which product these lines were, all or none; their reversals' lines follow. The number of lines.

    NothingChosen; NotFound for the product; AlreadyDecided if a line is matched, missing or of another booth.
    """
    get_product(product_id)
    chosen = set(line_ids)
    if not chosen:
        raise NothingChosen()
    begin_writing()
    lock_table(_LOCK)
    everything = chosen | set(list_counterparts(chosen))
    waiting = {one.line_id for one in list_unmatched_lines(booth_ids, everything)}
    if chosen - waiting:
        raise AlreadyDecided(count=len(chosen - waiting), of=len(chosen))
    return _write(dict.fromkeys(waiting, product_id), actor)


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
