"""The booths that a manager may see: all, or those to which the role is restricted. Any other is 404."""

from flask_login import current_user

from app.booths.models import Booth
from app.booths.queries import get_booth
from app.shared.errors import NotFound


def booth_scope() -> frozenset[int] | None:
    """Return the ids of the booths to which this manager is restricted; None if the manager may see all."""
    return current_user.scope("manager") or None


def ensure_unbound() -> None:
    """Raise NotFound for a restricted manager: only managers of all booths may add one."""
    if booth_scope() is not None:
        raise NotFound()


def get_my_booth(booth_id: int) -> Booth:
    """Return the booth if it is in this manager's scope. NotFound otherwise."""
    scope = booth_scope()
    if scope is not None and booth_id not in scope:
        raise NotFound()
    return get_booth(booth_id)
