"""Everything that waits for a decision, of all booths."""

from app.web.decisions.routes import add_resolving
from app.web.decisions.scope import DecisionScope
from app.web.finance import blueprint


def _desk() -> DecisionScope:
    return DecisionScope("finance")


add_resolving(blueprint, _desk, order=25)
