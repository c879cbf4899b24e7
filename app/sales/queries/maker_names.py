"""SQL for the maker that a ledger line names; the one definition of an unknown maker."""

from typing import Any

from sqlalchemy import case

from app.sales.models import SaleLine
from app.sales.rules import UNMATCHED_MAKERS
from app.shared.columns import table

_LINE = table(SaleLine)
MAKER: Any = case((_LINE.c.maker_name.in_(UNMATCHED_MAKERS), ""), else_=_LINE.c.maker_name)
"""The maker's name as written; empty if the maker is unknown."""
IS_MATCHED: Any = _LINE.c.maker_name.not_in(UNMATCHED_MAKERS)
