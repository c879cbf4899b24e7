"""An October in which every personal column holds a mark of its own."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import JSON, select

from app.accounts.models import LoginSession, User, UserRole
from app.audit.rules import Actor
from app.audit.services import client_address, record_event
from app.audit.verify import catch_up
from app.compliance.services import (
    ExemptionDraft,
    approve_exemption,
    propose_exemption,
    revoke_exemption,
)
from app.directory.models import Employee, FormerNumber, Posting, RosterChange, RosterUpload, Unit
from app.disputes.models import Dispute
from app.extensions import db
from app.jobs.models import Job
from app.makers.models import Maker, MakerProfile
from app.months.models import LateItem
from app.months.services import decline_late, queue_late_items
from app.notices.models import Notice
from app.person_merge.models import PersonMerge
from app.sales.ledger.writer import late_row
from app.sales.models import FlagReview, PendingVoid, RejectedItem, SaleConflict, SaleResolution
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.tills.models import PaperSheet, PaperSheetEnd, Shift, Till
from app.training.models import Enrolment, TrainingCertificate, TrainingEvent
from tests.office import TREASURER, October, close, lines_of, make_october
from tests.retention.places import PERSONAL
from tests.standing import OCTOBER, make_sale, post

NIP = "198001012005011009"
KIND = "sakit"
"""The kind of Ani's exemption: one of a few words, yet it may tell of an illness."""


def mark(column: str) -> str:
    """A word that stands in this column and nowhere else."""
    return f"@{PERSONAL.index(column):03}@"


def marked(row: Any) -> Any:
    """The row, each of its personal columns filled with its mark, where it can hold one."""
    name = row.__table__.name
    for column in (one for one in PERSONAL if one.startswith(f"{name}.")):
        plain = column.partition(".")[2]
        if column not in ("employee.nip", "notice.reader"):
            is_json = isinstance(row.__table__.c[plain].type, JSON)
            setattr(row, plain, {"buyer": mark(column)} if is_json else mark(column))
    return row


def make_marked_october() -> October:
    """A closed October; Ani retired in December. Every personal column of her time holds its own mark."""
    begin_writing()
    made, now = make_october(), clock.now()
    ani = marked(db.session.get_one(Employee, made.ani))
    ani.nip = NIP
    db.session.flush()
    add = db.session.add
    sale = make_sale(ani, 4_000, "2026-10-08", buyer_kind="employee")
    lines_of(sale)
    late = make_late()
    for one in (
        FormerNumber(employee_id=ani.id, changed_at=now),
        Dispute(employee_id=ani.id, kind="missing", period=OCTOBER, state="declined", created_at=now),
        Notice(reader=f"employee:{ani.id}", kind="short", made_at=now),
        PersonMerge(survivor_id=ani.id, merged_id=made.budi, recorded_at=now, undone_at=now),
        RosterChange(upload_id=make_undone_import().id, employee_id=ani.id, is_new=False),
        SaleResolution(sale_id=late.sale_id, employee_id=ani.id, resolved_at=now, result="recorded"),
        FlagReview(sale_id=sale.id, reviewed_at=now),
        Maker(name="Dapur Lama", search_name="dapur lama", is_active=False, created_at=now),
    ):  # fmt: skip
        add(marked(one))
    db.session.flush()
    closed = db.session.scalar(select(Maker.id).where(Maker.name == "Dapur Lama"))
    add(marked(MakerProfile(maker_id=closed, state="closed", origin="clerk")))
    add_training(closed)
    add_logins(ani)
    add_counter(made)
    db.session.flush()
    for posting in db.session.scalars(select(Posting).where(Posting.employee_id == ani.id)):
        marked(posting)
    exemption = propose_exemption(
        ExemptionDraft(
            "person",
            OCTOBER,
            None,
            KIND,
            mark("exemption.letter_number"),
            now.date(),
            ani.id,
        ),
        actor=TREASURER,
    )
    approve_exemption(exemption.id, actor=TREASURER)
    commit()
    close()
    commit()
    begin_writing()
    decline_late(OCTOBER, [late.id], mark("late_item.decision_reason"), actor=TREASURER)
    revoke_exemption(
        exemption.id, from_period=OCTOBER.next(), reason=mark("exemption.decision_reason"), actor=TREASURER
    )
    post(ani, "2026-12-01", db.session.get_one(Unit, made.opd), service="pension")
    commit()
    catch_up()
    return made


def add_training(maker_id: int | None) -> None:
    """Somebody of a maker who attended a course and has its certificate."""
    now = clock.now()
    event = TrainingEvent(
        title="Kemasan", topic="Kemasan", topic_key="kemasan", share_percent=80, starts_on=now.date(),
        ends_on=now.date(), state="done", created_at=now,
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    row = marked(
        Enrolment(
            event_id=event.id, maker_id=maker_id, wish="site", seat="site", seat_number=1, state="enrolled",
            is_first=True, asked_at=now,
        )
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    paper = TrainingCertificate(
        event_id=event.id, enrolment_id=row.id, year=2026, sequence=1, token="t", issued_at=now
    )
    db.session.add(marked(paper))


def make_undone_import() -> RosterUpload:
    """A list that was applied and taken back."""
    now = clock.now()
    upload = marked(RosterUpload(
        file_name="pegawai.xlsx", sha256="-", as_of=now.date(), state="undone", summary={}, uploaded_at=now,
        applied_at=now, undone_at=now,
    ))  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def make_late() -> LateItem:
    """A sale that waits for its month, with every word a sale can hold."""
    parked = make_sale(None, 9_000, "2026-10-09", buyer_kind="unresolved", result="parked", **{
        name: mark(f"sale.{name}") for name in ("buyer_number", "buyer_name", "reason", "cashier_name")
    })  # fmt: skip
    lines_of(parked)
    queue_late_items(
        [late_row({"period": OCTOBER, "reason": "month_closed"}, clock.now(), sale_id=parked.id)]
    )
    return db.session.scalars(select(LateItem)).one()


def add_logins(ani: Employee) -> None:
    """Ani's login and what she did with it, and a helper's that ran out."""
    now = clock.now()
    user = marked(User(employee_id=ani.id, created_at=now))
    helper = User(username="pembantu", display_name="Orang Bantuan", is_active=False, created_at=now)
    db.session.add_all([user, helper])
    db.session.flush()
    db.session.add_all(
        [
            UserRole(user_id=user.id, role="employee"),
            marked(LoginSession(user_id=user.id, created_at=now, last_seen_at=now)),
            marked(Job(user_id=user.id, kind="report", state="done", worker="-", created_at=now)),
        ]
    )
    token = client_address.set(mark("audit_event.address"))
    act = Actor("user", user.id, mark("audit_event.actor_name"))
    record_event("report.export", actor=act, subject="report")
    client_address.reset(token)
    record_event("sales.void", actor=Actor("user", helper.id, "pembantu"), subject="sale", subject_id=1)


def add_counter(made: October) -> None:
    """What a till sent and somebody decided, a shift and a paper sheet."""
    now, till = clock.now(), Till(
        booth_id=made.booth, name="Tablet", token_hash="t" * 64, enrolled_at=clock.now(), kind="enrolled"
    )  # fmt: skip
    cashier = User(username="rina", display_name="Rina", created_at=now)
    sheet = PaperSheet(booth_id=made.booth, day=now.date(), number="L-1", printed_at=now)
    db.session.add_all([till, cashier, sheet])
    db.session.flush()
    of = {"booth_id": made.booth, "till_id": till.id, "received_at": now}
    db.session.add_all(
        [
            marked(RejectedItem(uuid="h" * 36, decision="dismissed", decided_at=now, **of)),
            marked(SaleConflict(uuid="c" * 36, content_hash="-", decision="dismissed", decided_at=now, **of)),
            marked(PendingVoid(
                uuid="v" * 36, target_uuid="x" * 36, content_hash="-", decision="dismissed", decided_at=now,
                sold_at=now, **of,
            )),
            marked(PaperSheetEnd(sheet_id=sheet.id, kind="unused", ended_at=now)),
            marked(Shift(
                uuid="s" * 36, booth_id=made.booth, cashier_id=cashier.id, opened_at=now, closed_at=now,
            )),
        ]
    )  # fmt: skip


def standing_in(column: str) -> str:
    """Everything one column holds."""
    name, plain = column.split(".")
    held = db.session.scalars(select(db.metadata.tables[name].c[plain]))
    return " ".join(one if isinstance(one, str) else json.dumps(one, default=str) for one in held)
