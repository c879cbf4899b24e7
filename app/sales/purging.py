"""What was typed about a buyer leaves the ledger after the archive period; amounts, goods and days stay."""

from collections.abc import Collection

from sqlalchemy import or_, select, update

from app.audit.purging import keep_veils
from app.extensions import db
from app.sales.models import Sale
from app.shared.period import Period

_TYPED = or_(Sale.buyer_name != "", Sale.buyer_number != "")
_BATCH = 2_000


def erase_typed_buyers(periods: Collection[Period]) -> int:
    """Empty the typed name and number of every sale of these months; how many sales.

    The chain keeps proving the rows: it holds these two columns as keyed hashes only (ADR 0010).
    """
    wanted = select(Sale.id, Sale.buyer_number, Sale.buyer_name).where(Sale.period.in_(periods), _TYPED)
    rows = db.session.execute(wanted.order_by(Sale.id)).all()
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        ids = keep_veils(
            "sale",
            ((id_, id_, {"buyer_number": number, "buyer_name": name}) for id_, number, name in batch),
        )
        db.session.execute(update(Sale).where(Sale.id.in_(ids)).values(buyer_number="", buyer_name=""))
    return len(rows)
