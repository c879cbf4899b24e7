"""What waits for a decision at the own booths."""

from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.resolving.desk import Desk
from app.web.resolving.routes import add_resolving


def _desk() -> Desk:
    return Desk("manager", booth_scope(), is_finance=False)


add_resolving(blueprint, _desk, order=34)
