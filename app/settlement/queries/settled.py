"""Reads the lines and losses that a statement settles, by product, and its stored workbook."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.makers.models import Product
from app.sales.queries.goods import LINE
from app.settlement.errors import StatementFileDamaged
from app.settlement.models import Statement, StatementFile, StatementLine, StatementLoss
from app.settlement.queries.statements import StatementRow
from app.shared.columns import table
from app.shared.errors import NotFound
from app.stock.models import StockMove

_LINE, _LOSS = table(StatementLine), table(StatementLoss)
_MOVE, _PRODUCT = table(StockMove), table(Product)


@dataclass(frozen=True, slots=True)
class SettledProduct:
    """One product of a statement: pieces, unit price, amount, and the booth's share of the amount."""

    product: str
    pieces: int
    unit_price: int
    percent: int
    amount: int
    share: int

    @property
    def net(self) -> int:
        """The maker's part of the amount."""
        return self.amount - self.share


def list_settled_products(statement_id: int) -> list[SettledProduct]:
    """The lines of a statement by product, price and share, net of reversals."""
    keys = (LINE.c.product_name, LINE.c.unit_price, _LINE.c.percent)
    query = (
        select(
            LINE.c.product_name, func.sum(_LINE.c.quantity), LINE.c.unit_price, _LINE.c.percent,
            func.sum(_LINE.c.amount), func.sum(_LINE.c.share),
        )
        .join(LINE, LINE.c.id == _LINE.c.sale_line_id)
        .where(_LINE.c.statement_id == statement_id)
        .group_by(*keys)
        .order_by(*keys)
    )  # fmt: skip
    return [_product(row) for row in db.session.execute(query)]


def list_settled_losses(statement_id: int) -> list[SettledProduct]:
    """The losses of a statement by product and price; `percent` is not stored for them and is 0."""
    keys = (_PRODUCT.c.name, _LOSS.c.unit_price)
    query = (
        select(
            _PRODUCT.c.name, func.sum(_LOSS.c.pieces), _LOSS.c.unit_price, 0, func.sum(_LOSS.c.amount),
            func.sum(_LOSS.c.share),
        )
        .join(_MOVE, _MOVE.c.id == _LOSS.c.move_id)
        .join(_PRODUCT, _PRODUCT.c.id == _MOVE.c.product_id)
        .where(_LOSS.c.statement_id == statement_id)
        .group_by(*keys)
        .order_by(*keys)
    )  # fmt: skip
    return [_product(row) for row in db.session.execute(query)]


def _product(row: object) -> SettledProduct:
    name, *figures = row  # type: ignore[misc]
    return SettledProduct(name, *map(int, figures))


def has_statement_file(statement_id: int) -> bool:
    """Whether the workbook of a statement was stored when it was made."""
    query = select(StatementFile.id).where(StatementFile.statement_id == statement_id)
    return db.session.scalar(query) is not None


def list_without_file(statement_ids: Collection[int]) -> list[int]:
    """The ids of these statements whose workbook is not stored, in order."""
    return _without_file(Statement.id.in_(statement_ids))


def list_without_file_between(first: int, last: int) -> list[int]:
    """The ids of statements without a stored workbook between two ids, both inclusive."""
    return _without_file(Statement.id.between(first, last))


def _without_file(condition: ColumnElement[bool]) -> list[int]:
    query = select(Statement.id).outerjoin(StatementFile, StatementFile.statement_id == Statement.id)
    missing = query.where(condition, StatementFile.id.is_(None)).order_by(Statement.id)
    return list(db.session.scalars(missing))


def get_statement_file(row: StatementRow) -> tuple[str, bytes]:
    """Name and bytes of a statement's stored workbook. NotFound, StatementFileDamaged."""
    query = select(StatementFile.name, StatementFile.sha256, StatementFile.content)
    stored_file = db.session.execute(query.where(StatementFile.statement_id == row.id)).one_or_none()
    if stored_file is None:
        raise NotFound()
    if hashlib.sha256(stored_file.content).hexdigest() != stored_file.sha256:
        raise StatementFileDamaged(number=row.number)
    return stored_file.name, stored_file.content
