"""Which maker a line of the ledger names, as SQL: the one definition of "nobody knows whose goods these were"."""

from typing import Any

from sqlalchemy import case

from app.sales.models import SaleLine
from app.sales.rules import UNMATCHED_MAKERS
from app.shared.columns import table

_LINE = table(SaleLine)
MAKER: Any = case((_LINE.c.maker_name.in_(UNMATCHED_MAKERS), ""), else_=_LINE.c.maker_name)
"""The maker as written; empty where none is known, so that no invented one is ever counted or printed."""
IS_MATCHED: Any = _LINE.c.maker_name.not_in(UNMATCHED_MAKERS)
