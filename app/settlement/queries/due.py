"""The unsettled sums owed to makers, by maker and booth. Whole rupiah."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Select, case, func, literal, select, union_all

from app.booths.models import Booth
from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile
from app.settlement.lookups.balance import left_of, may_be_owed
from app.settlement.lookups.spans import records_of
from app.settlement.lookups.unsettled import unsettled_lines, unsettled_losses
from app.settlement.models import Statement
from app.settlement.rules import holders, payable
from app.shared.columns import table

_STATEMENT, _MAKER, _BOOTH = table(Statement), table(Maker), table(Booth)
_PROFILE, _NEXT = table(MakerProfile), _STATEMENT.alias("next_statement")


@dataclass(frozen=True, slots=True)
class Due:
    """The unsettled sums of one maker at one booth; `carried`: the last statement's balance below zero."""

    maker_id: int
    maker: str
    booth_id: int
    booth: str
    gross: int
    held_gross: int
    share: int
    losses: int
    carried: int
    previous_id: int | None
    lines: int
    loss_count: int
    held_lines: int

    @property
    def payable(self) -> int:
        """The payable sum of a statement made now."""
        return payable(self.held_gross, self.share, self.losses, self.carried)

    @property
    def money_with(self) -> str:
        """`booth`, `maker` or `mixed`: who holds the money of the lines."""
        return holders(["booth"] * (self.held_lines > 0) + ["maker"] * (self.lines > self.held_lines))


def list_due(
    maker_ids: Collection[int] | None = None,
    booth_ids: Collection[int] | None = None,
    until: int | None = None,
) -> list[Due]:
    """The unsettled sums by maker and booth. One statement; `until`: the highest sale id."""
    lines = unsettled_lines(maker_ids, booth_ids, until).subquery("unsettled")
    return sum_due(lines, unsettled_losses(maker_ids, booth_ids).subquery("lost"), maker_ids)


def sum_due(lines: FromClause, losses: FromClause, maker_ids: Collection[int] | None = None) -> list[Due]:
    """The sums of these lines and losses by maker and booth, with carried balances. One statement."""
    parts = union_all(_line_sums(lines), _loss_sums(losses)).subquery("parts")
    last = _carrying(maker_ids)
    names = ("gross", "held_gross", "share", "losses", "lines", "loss_count", "held_lines")
    sums = {name: func.sum(parts.c[name]).label(name) for name in names}
    statement = (
        select(
            parts.c.maker_id, _MAKER.c.name.label("maker"), parts.c.booth_id, _BOOTH.c.name.label("booth"),
            *sums.values(), last.c.id.label("previous_id"), func.coalesce(last.c.left, 0).label("carried"),
        )
        .select_from(parts)
        .join(_MAKER, _MAKER.c.id == parts.c.maker_id)
        .join(_BOOTH, _BOOTH.c.id == parts.c.booth_id)
        .outerjoin(last, (last.c.maker_id == parts.c.maker_id) & (last.c.booth_id == parts.c.booth_id))
        .group_by(parts.c.maker_id, parts.c.booth_id, _MAKER.c.id, _BOOTH.c.id, last.c.id, last.c.left)
        .order_by(_MAKER.c.search_name, _BOOTH.c.search_name)
    )  # fmt: skip
    return [_due(row._mapping) for row in db.session.execute(statement)]


def _due(row: Any) -> Due:
    return Due(**{name: value if name in ("maker", "booth") or value is None else int(value)
                  for name, value in row.items()})  # fmt: skip


def _line_sums(lines: FromClause) -> Select[Any]:
    is_with_booth = lines.c.money_with == "booth"
    return select(
        lines.c.maker_id,
        lines.c.booth_id,
        func.sum(lines.c.amount).label("gross"),
        func.sum(case((is_with_booth, lines.c.amount), else_=0)).label("held_gross"),
        func.sum(lines.c.share).label("share"),
        literal(0).label("losses"),
        func.count().label("lines"),
        literal(0).label("loss_count"),
        func.sum(case((is_with_booth, 1), else_=0)).label("held_lines"),
    ).group_by(lines.c.maker_id, lines.c.booth_id)


def _loss_sums(losses: FromClause) -> Select[Any]:
    zeros = {name: literal(0).label(name) for name in ("gross", "held_gross", "share", "lines", "held_lines")}
    return select(
        losses.c.maker_id,
        losses.c.booth_id,
        zeros["gross"],
        zeros["held_gross"],
        zeros["share"],
        func.sum(losses.c.amount - losses.c.share).label("losses"),
        zeros["lines"],
        func.count().label("loss_count"),
        zeros["held_lines"],
    ).group_by(losses.c.maker_id, losses.c.booth_id)


def _carrying(maker_ids: Collection[int] | None) -> Any:
    """The first statement of each maker and booth with a balance below zero, which the next statement carries.

    Statements of a merged record count for the maker it was merged into.
    """
    maker_id = survivor_id(_STATEMENT.c.maker_id)
    left = left_of(_STATEMENT).label("left")
    owing = (
        select(maker_id.label("maker_id"), _STATEMENT.c.booth_id, _STATEMENT.c.id, left)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _STATEMENT.c.maker_id)
        .outerjoin(_NEXT, _NEXT.c.previous_id == _STATEMENT.c.id)
        .where(may_be_owed(_STATEMENT), _NEXT.c.id.is_(None))
    )
    if maker_ids is not None:
        owing = owing.where(_STATEMENT.c.maker_id.in_(records_of(maker_ids)))
    below = owing.subquery("owing")
    place = func.row_number().over(partition_by=(below.c.maker_id, below.c.booth_id), order_by=below.c.id)
    ranked = select(below, place.label("place")).where(below.c.left < 0).subquery("ranked")
    return select(ranked).where(ranked.c.place == 1).subquery("carrying")
