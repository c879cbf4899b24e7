"""Adds the pages of what makers are owed and paid, for all booths."""

from app.web.finance import blueprint
from app.web.settlement.routes import add_money_pages
from app.web.settlement.scope import MoneyScope


def _scope() -> MoneyScope:
    return MoneyScope("finance")


add_money_pages(blueprint, _scope, order=28)
