"""Adds the decision pages for the items of the own booths."""

from app.web.decisions.routes import add_decision_pages
from app.web.decisions.scope import DecisionScope
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope


def _scope() -> DecisionScope:
    return DecisionScope("manager", booth_scope())


add_decision_pages(blueprint, _scope, order=34)
