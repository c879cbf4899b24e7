"""Purchases of a record that was merged into another one (ADR 0023): each counts for the other person from now on.

It is the way of any corrected buyer (decisions 13, 14): a named buyer's sale is reversed and recorded anew, linked,
with the original's date, lines and price; an unresolved one gets another resolution. In a closed month they wait.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from app.audit.rules import Actor
from app.extensions import db
from app.sales.corrections.buyer_resolution import resolve_buyer
from app.sales.corrections.voids import write_copy, write_reversal
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft, VoidDraft
from app.sales.intake import lookups
from app.sales.intake.validation import ValidSale
from app.sales.ledger import writer
from app.sales.ledger.content_hash import content_hash
from app.sales.queries.of_buyer import list_named_to, list_resolved_to
from app.shared import clock
from app.shared.period import Period


@dataclass(slots=True)
class Reassigned:
    """What was written: (original sale, the one in its place), resolutions, and the months concerned."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    resolutions: list[int] = field(default_factory=list)
    periods: set[Period] = field(default_factory=set)


def reassign_purchases(
    from_id: int, to_id: int, reason: str, *, key: str, actor: Actor, only: Collection[int] | None = None
) -> Reassigned:
    """Let every standing purchase of one record count for another; needs a writing transaction and `lock_ledger`.

    `key` tells this act from others about the same sales. `only`: these sales alone (ids). A sale that was reversed
    stays as it is. No event of its own but those of resolutions.
    """
    connection = db.session.connection()
    done = Reassigned()
    for sale_id in _among(list_named_to(from_id), only):
        target = lookups.find_target(connection, sale_id=sale_id)
        done.pairs.append((sale_id, _record_again(connection, target, to_id, reason, key)))
        done.periods.add(target.late_period or target.period)
    for sale_id in _among(list_resolved_to(from_id), only):
        resolved = resolve_buyer(sale_id, to_id, reason, actor=actor)
        done.resolutions.append(sale_id)
        done.periods.add(resolved.period)
    return done


def lock_purchases() -> None:
    """Nobody writes a sale or says who a buyer was until this transaction ends."""
    writer.lock_ledger(db.session.connection())


def _among(ids: Iterable[int], only: Collection[int] | None) -> list[int]:
    return [one for one in ids if only is None or one in only]


def _record_again(connection: Connection, target: Any, to_id: int, reason: str, key: str) -> int:
    uuid = str(uuid5(UUID(target.uuid), f"merge:{key}"))
    void = VoidDraft(str(uuid5(UUID(uuid), "void")), target.uuid, reason, clock.now())
    write_reversal(connection, target, void)
    lines = [_line(line._mapping) for line in lookups.list_lines(connection, target.id)]
    draft = SaleDraft(uuid, target.sold_at, BuyerRef("employee", str(to_id)), _drafts(lines), target.payment)
    changed = {"uuid": uuid, "content_hash": content_hash(draft), "employee_id": to_id, "reason": reason}
    return write_copy(connection, target, ValidSale(changed, lines))


def _line(line: Any) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in ("id", "sale_id")}


def _drafts(lines: list[dict[str, Any]]) -> tuple[LineDraft, ...]:
    return tuple(
        LineDraft(
            one["quantity"], one["unit_price"], one["product_id"], one["maker_name"], one["product_name"]
        )
        for one in lines
    )
