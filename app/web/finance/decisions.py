"""Adds the decision pages for the items of all booths."""

from app.web.decisions.routes import add_decision_pages
from app.web.decisions.scope import DecisionScope
from app.web.finance import blueprint


def _scope() -> DecisionScope:
    return DecisionScope("finance")


add_decision_pages(blueprint, _scope, order=25)
