"""Erases a person's data from their login. The row stays, because the audit trail refers to its id."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from app.accounts.models import AccessCard, ActivationCode, CashierPin, LoginSession, User, UserRole
from app.audit.purging import Erasure, count_due, erase, list_own_acts
from app.audit.rules import ERASED
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none, in_batches
from app.shared import clock

_MARK = "dihapus-"
OWN_ACTS = (
    "access.export_own", "access.refused", "accounts.activate", "accounts.change_password",
    "accounts.end_sessions", "accounts.sign_in", "accounts.sign_out", "disputes.open",
)  # fmt: skip
"""What somebody does for nobody but themself. What was done in office keeps its name: who decided stays answerable."""
OWN_REPORTS = ("report.cancel", "report.export", "report.queue")
"""The same, for logins without an office: their own statement."""


def list_logins_of(employee_ids: Collection[int]) -> list[int]:
    """Ids of these people's logins."""
    return list(db.session.scalars(select(User.id).where(User.employee_id.in_(employee_ids))))


def list_retired(before: date) -> list[int]:
    """Ids of logins without a person that are disabled or expired, created and last used before this day."""
    start = clock.at_local(before, 0, 0)
    used = exists().where(LoginSession.user_id == User.id, LoginSession.last_seen_at >= start)
    query = select(User.id).where(
        User.employee_id.is_(None),
        or_(User.is_active.is_(False), User.valid_until < before),
        User.created_at < start,
        ~User.username.startswith(_MARK),
        ~used,
    )
    return list(db.session.scalars(query.order_by(User.id)))


def erase_accounts(user_ids: Collection[int]) -> int:
    """Erase name, user name, password, roles, PIN, sessions and codes of these logins; returns their number."""
    for owned in (UserRole, ActivationCode, AccessCard, CashierPin, LoginSession):
        db.session.execute(delete(owned).where(owned.user_id.in_(user_ids)))
    for user_id in user_ids:
        db.session.execute(
            update(User)
            .where(User.id == user_id)
            .values(
                username=f"{_MARK}{user_id}",
                display_name=ERASED,
                password_hash="",
                is_active=False,
                valid_until=None,
            )
        )
    return len(user_ids)


def list_acts_of(user_ids: Iterable[int]) -> list[Erasure]:
    """Erases name and address in these logins' events about themselves. Call it before their roles are erased."""
    ids = list(user_ids)
    office = set(
        db.session.scalars(
            select(UserRole.user_id).where(UserRole.user_id.in_(ids), UserRole.role != "employee")
        )
    )
    plain = [one for one in ids if one not in office]
    return [*list_own_acts(list(office), OWN_ACTS), *list_own_acts(plain, (*OWN_ACTS, *OWN_REPORTS))]


def count_old_sessions(before: date) -> int:
    """The number of sessions last used before this day."""
    return db.session.scalar(select(func.count(LoginSession.id)).where(_old(before))) or 0


def delete_old_sessions(before: date) -> int:
    """Delete all sessions last used before this day; returns their number."""
    done = db.session.execute(delete(LoginSession).where(_old(before)))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _old(before: date) -> ColumnElement[bool]:
    return LoginSession.last_seen_at < clock.at_local(before, 0, 0)


PURGING.register(
    # Before the roles are erased: acts in office keep the name.
    PurgePart(
        "own_acts",
        50,
        "own_acts",
        lambda due: sum(count_due(list_acts_of(some)) for some in in_batches(due.logins)),
        batch_by(lambda due: due.logins, lambda some: erase(list_acts_of(some))),
    ),
    # Before the accounts are erased, so that all old sessions are counted here.
    PurgePart(
        "sessions",
        60,
        "sessions",
        lambda due: count_old_sessions(due.before),
        lambda due: delete_old_sessions(due.before),
    ),
    PurgePart("accounts", 110, "", count_none, batch_by(lambda due: due.logins, erase_accounts)),
)
