"""Adds the decision pages of the Dinas."""

from app.web.decisions.routes import add_decision_pages
from app.web.decisions.scope import DecisionScope
from app.web.umkm import blueprint


def _scope() -> DecisionScope:
    return DecisionScope("umkm")


add_decision_pages(blueprint, _scope, order=7, is_of_sales=False, under="umkm.show_overview")
