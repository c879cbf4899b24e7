"""Records who opened another person's data; that person can read these records (decisions 23)."""

from flask import request
from flask_login import current_user

from app.audit.services import record_event
from app.shared.transaction import side_transaction
from app.web.http.guards import current_actor
from app.web.http.roles import reading_roles, working_roles

OPENED = "access.open_person"
"""The action in the trail; `details["as"]` is the reader's role, and never the data that was shown."""
OPENED_MAKER = "access.open_maker"
"""The same for a maker's owner, phone and account."""


def record_opening(employee_id: int) -> None:
    """Record in the trail that the signed-in person opens this employee's data; opening one's own is not recorded.

    It commits in a side transaction: in a GET, call it after the access check and before the page reads its figures.
    """
    if current_user.employee_id != employee_id:
        _record(OPENED, "employee", employee_id)


def record_maker_opening(maker_id: int) -> None:
    """Record that an officer opens a maker's phone and bank account; it commits like `record_opening`."""
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
    """Return the role in which the person reads: one that works in this room, else one that may read this page."""
    room, own_roles = request.blueprint or "", current_user.role_names
    roles = sorted(working_roles(room) & own_roles) or sorted(
        reading_roles(request.endpoint or "") & own_roles
    )
    return roles[0] if roles else room
