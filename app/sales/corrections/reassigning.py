"""Reassigns the purchases of a merged employee record to the other person (ADR 0023).

As for any corrected buyer (decisions 13, 14), a sale with a named buyer is reversed and recorded again, linked, with
the original's date, lines and price. A resolved sale gets another resolution. In a closed month both are parked.
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
class ReassignmentResult:
    """What was written: (original sale, corrected sale), ids of sales with a new resolution, and the months."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    resolutions: list[int] = field(default_factory=list)
    periods: set[Period] = field(default_factory=set)


def reassign_purchases(
    from_id: int, to_id: int, reason: str, *, key: str, actor: Actor, only: Collection[int] | None = None
) -> ReassignmentResult:
    """Reassign every purchase of one record that was not reversed. Needs a writing transaction and `lock_purchases`.

    `key` distinguishes this act from others about the same sales (part of the new uuids). `only`: ids to restrict it
    to. Records no audit event except those of the resolutions.
    """
    connection = db.session.connection()
    result = ReassignmentResult()
    for sale_id in _among(list_named_to(from_id), only):
        target = lookups.find_target(connection, sale_id=sale_id)
        result.pairs.append((sale_id, _record_again(connection, target, to_id, reason, key)))
        result.periods.add(target.late_period or target.period)
    for sale_id in _among(list_resolved_to(from_id), only):
        resolved = resolve_buyer(sale_id, to_id, reason, actor=actor)
        result.resolutions.append(sale_id)
        result.periods.add(resolved.period)
    return result


def lock_purchases() -> None:
    """Lock the ledger: no other transaction writes a sale or a resolution until this one ends."""
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
            line["quantity"], line["unit_price"], line["product_id"], line["maker_name"], line["product_name"]
        )
        for line in lines
    )
