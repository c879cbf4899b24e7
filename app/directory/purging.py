"""Taking names and numbers out of the directory. The row stays: sums and postings still belong to somebody."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, cast, delete, literal, update

from app.audit.rules import ERASED
from app.directory.models import Employee, FormerNumber, Posting
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none
from app.shared import clock


def erase_people(employee_ids: Collection[int], at: datetime) -> None:
    """Names, titles, NIP, PNS ID, code, card and former numbers go, letters of postings, too (ADR 0010).

    What is left says which post in which unit, on which days. A code `dihapus-<id>` keeps the row identified.
    """
    db.session.execute(delete(FormerNumber).where(FormerNumber.employee_id.in_(employee_ids)))
    db.session.execute(update(Posting).where(Posting.employee_id.in_(employee_ids)).values(letter=""))
    db.session.execute(
        update(Employee)
        .where(Employee.id.in_(employee_ids))
        .values(
            name=ERASED,
            search_name=ERASED,
            front_title="",
            back_title="",
            nip=None,
            pns_id=None,
            code=literal("dihapus-") + cast(Employee.id, String),
            missing_since=None,
            purged_at=at,
        )
    )
    for employee_id in employee_ids:
        db.session.execute(
            update(Employee).where(Employee.id == employee_id).values(card_token=secrets.token_hex(16))
        )


PURGING.register(
    PurgePart(
        "people",
        160,
        "",
        count_none,
        batch_by(lambda due: due.people, lambda some: erase_people(some, clock.now())),
    )
)
