"""Adds the pages of what makers are owed and paid, for the own booths."""

from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.settlement.routes import add_money_pages
from app.web.settlement.scope import MoneyScope


def _scope() -> MoneyScope:
    return MoneyScope("manager", booth_scope())


add_money_pages(blueprint, _scope, order=38)
