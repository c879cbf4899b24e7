"""Taking a person out of the login that was theirs. The number stays: the trail points at it."""

from collections.abc import Collection

from sqlalchemy import delete, select, update

from app.accounts.models import ActivationCode, CashierPin, LoginSession, User, UserRole
from app.audit.rules import ERASED
from app.extensions import db


def erase_accounts_of(employee_ids: Collection[int]) -> int:
    """Name, user name, password, roles, PIN, sessions and codes of these people's logins go; how many logins."""
    ids = list(db.session.scalars(select(User.id).where(User.employee_id.in_(employee_ids))))
    for owned in (UserRole, ActivationCode, CashierPin, LoginSession):
        db.session.execute(delete(owned).where(owned.user_id.in_(ids)))
    for user_id in ids:
        db.session.execute(
            update(User)
            .where(User.id == user_id)
            .values(
                username=f"dihapus-{user_id}",
                display_name=ERASED,
                password_hash="",
                is_active=False,
            )
        )
    return len(ids)
