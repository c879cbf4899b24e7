"""Counts and lists of open items: the only definition for pages and readiness."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from app.decisions.filters import OpenItemFilter
from app.decisions.registry import DecisionKind, OpenQuery, list_kinds
from app.extensions import db
from app.shared.period import Period


def count_open(filters: OpenItemFilter, kinds: Iterable[DecisionKind] | None = None) -> dict[str, int]:
    """The number of open items by slug, of all kinds unless some are given. One statement."""
    return _count_all({kind.slug: kind.query(filters) for kind in (list_kinds() if kinds is None else kinds)})


def count_readiness(period: Period) -> dict[str, int]:
    """The number of open items of a month by their readiness code. One statement."""
    month = OpenItemFilter(period=period)
    return _count_all(
        {one.code: kind.narrowed(one, month) for kind in list_kinds() for one in kind.readiness}
    )


def _count_all(queries: dict[str, Select[Any]]) -> dict[str, int]:
    columns = [
        select(func.count()).select_from(query.subquery()).scalar_subquery().label(name)
        for name, query in queries.items()
    ]
    return dict(db.session.execute(select(*columns)).one()._mapping) if columns else {}


def count_open_of(query: OpenQuery, filters: OpenItemFilter) -> int:
    """The number of open items of one kind."""
    return db.session.scalar(select(func.count()).select_from(query(filters).subquery())) or 0


def list_open_ids(
    query: OpenQuery, filters: OpenItemFilter, *, page: int = 1, size: int | None = None
) -> list[int]:
    """Ids of the open items of one kind, in order of arrival; one page of them if `size` is given."""
    part = query(filters).subquery()
    listed = select(part.c.id).order_by(part.c.id)
    if size is not None:
        listed = listed.limit(size).offset((page - 1) * size)
    return list(db.session.scalars(listed))


def get_last_open_id(query: OpenQuery, filters: OpenItemFilter) -> int:
    """The highest id of the listed items, 0 for none: a decision about "all" excludes items that arrive later."""
    part = query(filters).subquery()
    return db.session.scalar(select(func.max(part.c.id))) or 0
