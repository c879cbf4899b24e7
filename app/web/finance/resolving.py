"""Everything that waits for a decision, of all booths."""

from app.web.finance import blueprint
from app.web.resolving.desk import Desk
from app.web.resolving.routes import add_resolving


def _desk() -> Desk:
    return Desk("finance", None, is_finance=True)


add_resolving(blueprint, _desk, order=25)
