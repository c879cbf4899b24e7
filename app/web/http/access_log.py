"""The record of who opened somebody else's data; the person it is about can read it (decisions 23)."""

from flask import request
from flask_login import current_user

from app.audit.services import record_event
from app.shared.transaction import side_transaction
from app.web.http.guards import current_actor
from app.web.http.roles import reading_roles, working_roles

OPENED = "access.open_person"
"""The action in the trail; `details["as"]` is the audience whose page it was, never what was seen."""
OPENED_MAKER = "access.open_maker"
"""The same about a maker's owner, phone and account."""


def record_opening(employee_id: int) -> None:
    """Record in the trail that the person signed in opens somebody's data. Opening one's own is no event.

    A named side transaction: call it once the page is allowed and before its figures are read, in a GET.
    """
    if current_user.employee_id != employee_id:
        _record(OPENED, "employee", employee_id)


def record_maker_opening(maker_id: int) -> None:
    """Record that an officer opens what reaches and pays a maker; the same kind of side transaction."""
    _record(OPENED_MAKER, "maker", maker_id)


def _record(action: str, subject: str, subject_id: int) -> None:
    with side_transaction() as session:
        record_event(
            action,
            actor=current_actor(),
            subject=subject,
            subject_id=subject_id,
            details={"as": _audience()},
            session=session,
        )


def _audience() -> str:
    """Return the role in which the person looks: one that works in the room, or one that may read this page of it."""
    room, own_roles = request.blueprint or "", current_user.role_names
    roles = sorted(working_roles(room) & own_roles) or sorted(
        reading_roles(request.endpoint or "") & own_roles
    )
    return roles[0] if roles else room
