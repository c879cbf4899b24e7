"""SQL for the maker of a ledger line: the id that sums are grouped by, and the name as written. The only definition.

A line has its maker by id, through its product, or through the match of typed goods with a product. A maker that was
merged into another counts as that one. Lines without any of these are unmatched, even if a maker was typed.
"""

from typing import Any

from sqlalchemy import Select, case, func

from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile
from app.sales.models import LineMatch, SaleLine
from app.sales.rules import UNMATCHED_MAKERS
from app.shared.columns import table

_LINE, _MATCH = table(SaleLine), table(LineMatch)
_PROFILE, _MAKER = table(MakerProfile), table(Maker)
MAKER: Any = case((_LINE.c.maker_name.in_(UNMATCHED_MAKERS), ""), else_=_LINE.c.maker_name)
"""The maker's name as written; empty if the maker is unknown. For showing a line, not for sums."""
PRODUCT_ID: Any = func.coalesce(_LINE.c.product_id, _MATCH.c.product_id)
"""Needs `join_makers`. NULL for goods that are not matched."""
_NAMED: Any = func.coalesce(_LINE.c.maker_id, _MATCH.c.maker_id)
MAKER_ID: Any = survivor_id(_NAMED)
"""Whose goods they are today. Needs `join_makers`. NULL for goods that are not matched."""
MAKER_NAME: Any = _MAKER.c.name
"""The present name of that maker. Needs `join_makers`."""


def join_makers(query: Select[Any]) -> Select[Any]:
    """Join the tables that MAKER_ID and MAKER_NAME read to a query over sale lines; its rows stay the same."""
    return (
        query.outerjoin(_MATCH, _MATCH.c.sale_line_id == _LINE.c.id)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _NAMED)
        .outerjoin(_MAKER, _MAKER.c.id == MAKER_ID)
    )
