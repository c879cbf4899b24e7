"""Part of `ledger check`: each checked supply line has exactly one matching move of goods (makers 6, 7)."""

from typing import Any

from sqlalchemy import and_, case, or_, select

from app.extensions import db
from app.sales.ledger.check import LedgerReport
from app.shared.columns import table
from app.stock.models import CountLine, StockCount, StockMove, SupplyLine, SupplyNote
from app.stock.rules import INCOMING

_NOTE, _LINE, _MOVE = table(SupplyNote), table(SupplyLine), table(StockMove)
_COUNT, _COUNTED = table(StockCount), table(CountLine)
_MOST = 50


def check_stock(report: LedgerReport) -> None:
    """Compare moves with the lines and counts that made them. Reads only."""
    _check_lines(report)
    _check_moves(report)
    _check_counts(report)


def _check_lines(report: LedgerReport) -> None:
    """Finds checked lines without a counted figure, or with pieces but no move."""
    wrong = (
        select(_LINE.c.id, _LINE.c.counted_quantity)
        .join(_NOTE, _NOTE.c.id == _LINE.c.note_id)
        .outerjoin(_MOVE, _MOVE.c.line_id == _LINE.c.id)
        .where(
            _NOTE.c.state == "checked",
            or_(_LINE.c.counted_quantity.is_(None), and_(_LINE.c.counted_quantity > 0, _MOVE.c.id.is_(None))),
        )
        .limit(_MOST)
    )
    for line_id, counted in db.session.execute(wrong):
        what = "diperiksa tanpa jumlah" if counted is None else f"{counted} buah diterima tanpa gerak barang"
        report.add_finding(f"baris titip {line_id}: {what}")


def _check_moves(report: LedgerReport) -> None:
    """Finds moves that differ from their line and its note, or whose note is not checked."""
    pieces: Any = case(
        (_NOTE.c.kind.in_(INCOMING), _LINE.c.counted_quantity), else_=-_LINE.c.counted_quantity
    )
    wrong = (
        select(_MOVE.c.id, _MOVE.c.line_id, _MOVE.c.quantity, pieces.label("said"))
        .join(_LINE, _LINE.c.id == _MOVE.c.line_id)
        .join(_NOTE, _NOTE.c.id == _LINE.c.note_id)
        .where(
            or_(
                _NOTE.c.state != "checked",
                pieces.is_distinct_from(_MOVE.c.quantity),
                _MOVE.c.kind != _NOTE.c.kind,
                _MOVE.c.booth_id != _NOTE.c.booth_id,
                _MOVE.c.maker_id != _NOTE.c.maker_id,
                _MOVE.c.product_id != _LINE.c.product_id,
                _MOVE.c.moved_at != _NOTE.c.moved_at,
            )
        )
        .limit(_MOST)
    )
    for row in db.session.execute(wrong):
        report.add_finding(
            f"gerak barang {row.id}: {row.quantity} buah, tidak sama dengan baris titip {row.line_id} ({row.said})"
        )


def _check_counts(report: LedgerReport) -> None:
    """Finds moves of counts that are not final, or of another booth or product."""
    wrong = (
        select(_MOVE.c.id)
        .join(_COUNTED, _COUNTED.c.id == _MOVE.c.count_line_id)
        .join(_COUNT, _COUNT.c.id == _COUNTED.c.count_id)
        .where(
            or_(
                _COUNT.c.state != "final",
                _MOVE.c.booth_id != _COUNT.c.booth_id,
                _MOVE.c.product_id != _COUNTED.c.product_id,
            )
        )
        .limit(_MOST)
    )
    for move_id in db.session.scalars(wrong):
        report.add_finding(f"gerak barang {move_id}: tidak sama dengan hitung rak yang menjadi asalnya")
