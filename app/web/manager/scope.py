"""Which booths a manager may see: all, or those the role is bound to. A foreign one is 404."""

from flask_login import current_user

from app.booths.models import Booth
from app.booths.queries import get_booth
from app.shared.errors import NotFound


def booth_scope() -> frozenset[int] | None:
    """The booths this manager is bound to; None: not bound, so all."""
    return current_user.scope("manager") or None


def ensure_unbound() -> None:
    """Setting up new booths is for managers of all of them. NotFound otherwise."""
    if booth_scope() is not None:
        raise NotFound()


def get_my_booth(booth_id: int) -> Booth:
    """The booth, when it is in this manager's scope. NotFound."""
    scope = booth_scope()
    if scope is not None and booth_id not in scope:
        raise NotFound()
    return get_booth(booth_id)
