"""What waits for a decision at the own booths."""

from app.web.decisions.routes import add_resolving
from app.web.decisions.scope import DecisionScope
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope


def _desk() -> DecisionScope:
    return DecisionScope("manager", booth_scope())


add_resolving(blueprint, _desk, order=34)
