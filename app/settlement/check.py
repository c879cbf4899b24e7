"""Part of `ledger check`: makers' money, computed by other SQL than that which made the statements (makers 11–14).

1. Settled + not settled = lines of the ledger, per maker and booth.
2. Each settled line and loss against the ledger and the move, each statement against what it settles.
3. Carried sums, payouts and payments by makers (`payment_check.py`).
4. The bytes of each stored workbook against their hash.
"""

import hashlib
from collections import Counter
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.sql.selectable import Subquery

from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import MakerProfile
from app.sales.ledger.check import LedgerReport
from app.sales.queries.goods import LINE, LINES, SALE
from app.settlement.lookups.unsettled import unsettled_lines
from app.settlement.models import Statement, StatementFile, StatementLine, StatementLoss
from app.settlement.payment_check import check_payments
from app.shared.columns import table
from app.stock.models import StockMove

_STATEMENT, _LINE, _LOSS = table(Statement), table(StatementLine), table(StatementLoss)
_MOVE, _PROFILE = table(StockMove), table(MakerProfile)
_FILE = table(StatementFile)
_OF_STATEMENT, _OF_GOODS = _PROFILE.alias("of_statement"), _PROFILE.alias("of_goods")
_MOST = 50


def check_settlement(report: LedgerReport) -> None:
    """Run the checks above. Reads only."""
    _check_completeness(report)
    _check_settled_lines(report)
    _check_losses(report)
    _check_statements(report)
    check_payments(report)
    _check_files(report)


def _check_completeness(report: LedgerReport) -> None:
    """Compare the number and sum of the lines of each maker at each booth."""
    maker_id = survivor_id(LINES.maker_id)
    ledger = (
        select(maker_id, SALE.c.booth_id, func.count(), func.sum(LINE.c.quantity * LINE.c.unit_price))
        .select_from(LINES.source)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == LINES.maker_id)
        .where(LINES.maker_id.is_not(None))
        .group_by(maker_id, SALE.c.booth_id)
    )
    owner = survivor_id(_STATEMENT.c.maker_id)
    settled = (
        select(owner, _STATEMENT.c.booth_id, func.count(), func.sum(_LINE.c.amount))
        .join(_LINE, _LINE.c.statement_id == _STATEMENT.c.id)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _STATEMENT.c.maker_id)
        .group_by(owner, _STATEMENT.c.booth_id)
    )
    rows = unsettled_lines().subquery("unsettled")
    open_lines = select(rows.c.maker_id, rows.c.booth_id, func.count(), func.sum(rows.c.amount)).group_by(
        rows.c.maker_id, rows.c.booth_id
    )
    counts: Counter[tuple[int, int]] = Counter()
    sums: Counter[tuple[int, int]] = Counter()
    for query, sign in ((ledger, 1), (settled, -1), (open_lines, -1)):
        for maker, booth, count, amount in db.session.execute(query):
            counts[maker, booth] += sign * count
            sums[maker, booth] += sign * int(amount)
    for maker, booth in sorted(key for key in counts if counts[key] or sums[key]):
        report.add_finding(
            f"UMKM {maker} di pojok {booth}: buku besar berbeda {counts[maker, booth]} baris dan "
            f"{sums[maker, booth]} rupiah dari yang sudah dan belum diselesaikan"
        )


def _check_settled_lines(report: LedgerReport) -> None:
    share = _LINE.c.amount * _LINE.c.percent // 100
    wrong = (
        select(_LINE.c.id, _STATEMENT.c.number)
        .select_from(LINES.source)
        .join(_LINE, _LINE.c.sale_line_id == LINE.c.id)
        .join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
        .outerjoin(_OF_STATEMENT, _OF_STATEMENT.c.maker_id == _STATEMENT.c.maker_id)
        .outerjoin(_OF_GOODS, _OF_GOODS.c.maker_id == LINES.maker_id)
        .where(
            or_(
                _LINE.c.amount != LINE.c.amount,
                _LINE.c.quantity != LINE.c.quantity,
                _LINE.c.share != share,
                SALE.c.booth_id != _STATEMENT.c.booth_id,
                SALE.c.id > _STATEMENT.c.to_seq,
                _is_other_maker(LINES.maker_id),
            )
        )
        .limit(_MOST)
    )
    for line_id, number in db.session.execute(wrong):
        report.add_finding(f"{number}: baris {line_id} tidak sama dengan baris penjualannya")


def _is_other_maker(named: Any) -> Any:
    """Whether goods and statement are of different makers; a merged record counts as the one it was merged into."""
    return survivor_id(named, _OF_GOODS).is_distinct_from(survivor_id(_STATEMENT.c.maker_id, _OF_STATEMENT))


def _check_losses(report: LedgerReport) -> None:
    wrong = (
        select(_LOSS.c.id, _STATEMENT.c.number)
        .join(_MOVE, _MOVE.c.id == _LOSS.c.move_id)
        .join(_STATEMENT, _STATEMENT.c.id == _LOSS.c.statement_id)
        .outerjoin(_OF_STATEMENT, _OF_STATEMENT.c.maker_id == _STATEMENT.c.maker_id)
        .outerjoin(_OF_GOODS, _OF_GOODS.c.maker_id == _MOVE.c.maker_id)
        .where(
            or_(
                _LOSS.c.pieces != -_MOVE.c.quantity,
                _MOVE.c.kind.in_(("delivery", "return", "found")),
                _MOVE.c.booth_id != _STATEMENT.c.booth_id,
                _is_other_maker(_MOVE.c.maker_id),
            )
        )
        .limit(_MOST)
    )
    for loss_id, number in db.session.execute(wrong):
        report.add_finding(f"{number}: kerugian {loss_id} tidak sama dengan gerak barangnya")


def _check_statements(report: LedgerReport) -> None:
    lines, losses = _line_sums(), _loss_sums()
    found = {
        "line_count": lines.c.lines,
        "gross": lines.c.gross,
        "held_gross": lines.c.held_gross,
        "share": lines.c.share,
        "loss_count": losses.c.count,
        "losses": losses.c.amount,
    }
    differs = [_STATEMENT.c[name] != func.coalesce(value, 0) for name, value in found.items()]
    booth_lines = func.coalesce(lines.c.held_lines, 0)
    holder = case(
        (booth_lines == func.coalesce(lines.c.lines, 0), "booth"), (booth_lines == 0, "maker"), else_="mixed"
    )
    wrong = (
        select(_STATEMENT.c.number)
        .outerjoin(lines, lines.c.statement_id == _STATEMENT.c.id)
        .outerjoin(losses, losses.c.statement_id == _STATEMENT.c.id)
        .where(or_(*differs, _STATEMENT.c.money_with != holder))
        .limit(_MOST)
    )
    for number in db.session.scalars(wrong):
        report.add_finding(f"{number}: jumlahnya tidak sama dengan baris dan kerugian yang diselesaikannya")


def _line_sums() -> Subquery:
    is_with_booth = _LINE.c.money_with == "booth"
    return (
        select(
            _LINE.c.statement_id,
            func.count().label("lines"),
            func.sum(_LINE.c.amount).label("gross"),
            func.sum(case((is_with_booth, _LINE.c.amount), else_=0)).label("held_gross"),
            func.sum(_LINE.c.share).label("share"),
            func.sum(case((is_with_booth, 1), else_=0)).label("held_lines"),
        )
        .group_by(_LINE.c.statement_id)
        .subquery("lines")
    )


def _loss_sums() -> Subquery:
    return (
        select(
            _LOSS.c.statement_id,
            func.count().label("count"),
            func.sum(_LOSS.c.amount - _LOSS.c.share).label("amount"),
        )
        .group_by(_LOSS.c.statement_id)
        .subquery("losses")
    )


def _check_files(report: LedgerReport) -> None:
    query = select(_STATEMENT.c.number, _FILE.c.sha256, _FILE.c.content).join(
        _FILE, _FILE.c.statement_id == _STATEMENT.c.id
    )
    for number, sha256, content in db.session.execute(query, execution_options={"yield_per": 50}):
        if hashlib.sha256(content).hexdigest() != sha256:
            report.add_finding(f"nota {number}: isi berkasnya berubah")
