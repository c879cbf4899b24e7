"""Two offices and two booths: viewers bound to one, things of the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.rules import SYSTEM, Actor
from app.booths.services import create_booth
from app.channels.services import claim_channel
from app.compliance.services import ExemptionDraft, propose_exemption
from app.curation.services import add_curator, hold_product, save_agency
from app.disputes.services import dispute_sale
from app.extensions import db
from app.jobs.services import queue_job
from app.makers.members import bind_login
from app.makers.services import create_maker, create_product
from app.notices.models import Notice
from app.notices.rules import Message, employee
from app.notices.services import send_notices
from app.photos.services import add_product_photo, make_picture
from app.reports.kinds import REPORT_JOB
from app.reports.registry import ReportRequest
from app.sales.models import SaleLine
from app.settlement.models import Remittance
from app.settlement.queries.statements import get_statement_row
from app.settlement.services.payouts import pay_statement
from app.settlement.services.statements import make_statements
from app.shared import clock
from app.shared.period import Period
from app.stock.services import NoteLine, open_count, open_note
from app.tills.services.sheets import print_sheets
from app.tills.services.shifts import open_shift
from app.tills.services.tills import enrol_till, make_till_code
from app.training.services.seats import enrol
from app.turns.services import add_contact, record_presence
from app.visits.queries import list_findings
from app.visits.services import VisitDraft, record_visit
from tests.logins import sign_in
from tests.offers import make_panel
from tests.pages import PageClient
from tests.photos.pictures import picture
from tests.standing import make_person, make_sale, make_tree, make_unit
from tests.training.course import make_course, make_makers
from tests.web.finance.odd import make_held


def make_worlds(app: Flask, tree: Any = None) -> tuple[dict[str, PageClient], dict[str, Any]]:
    """(room → a viewer bound to the first office or booth, parameter → the id of a thing of the second)."""
    city, opd, school = tree or make_tree()
    mine = create_booth("Pojok Sendiri", actor=SYSTEM)
    viewers = {
        "opd": sign_in(app, "opd", unit=opd),
        "cashier": sign_in(app, "cashier", booth=mine),
        "manager": sign_in(app, "manager", booth=mine),
        "employee": sign_in(app, "employee", employee=make_person(school, "Ani Sendiri")),
    }
    viewers["umkm"] = sign_in(app, "umkm")
    viewers["maker"] = sign_in(app, "maker")
    bind_login(create_maker("Dapur Sendiri", actor=SYSTEM).id, viewers["maker"].user.id, actor=SYSTEM)
    viewers["curator"] = sign_in(app, "curator")
    own = save_agency("Instansi Sendiri", ["quality"], may_hold=True, actor=SYSTEM)
    add_curator(own.id, viewers["curator"].user.username, actor=SYSTEM)
    for client in viewers.values():
        client.get("/sandi")
    return viewers, _foreign(make_unit("Dinas Lain", city))


def _foreign(office: Any) -> dict[str, Any]:
    stranger = make_person(office, "Orang Lain")
    account = create_user("oranglain", actor=SYSTEM, grants=[Grant("employee")], employee_id=stranger.id)
    booth = create_booth("Pojok Lain", actor=SYSTEM, mode="cash")
    cashier = create_user("kasirlain", actor=SYSTEM, grants=[Grant("cashier", booth_id=booth.id)])
    till, _token = enrol_till(booth.id, "Tablet lain", actor=SYSTEM)
    sale = make_sale(stranger, 20_000, booth_id=booth.id)
    send_notices([Message(employee(stranger.id), "short", "short:2026-11")])
    notice_id = db.session.execute(select(Notice.id)).scalar_one()
    order = ReportRequest("opd", period=Period(2026, 10), roots=(office.id,))
    proposal = ExemptionDraft(
        "person", Period(2026, 11), None, "cuti", "9", clock.today(), employee_id=stranger.id
    )
    asker = Actor("user", account.id, "oranglain")
    job = queue_job(
        REPORT_JOB, order.as_json(), "Buku OPD", worker="nobody", made_by="oranglain", actor=asker
    )
    statement_id, payout_id = _make_paid_statement(booth.id)
    return {
        "job_id": job.id,
        "statement_id": statement_id,
        "payout_id": payout_id,
        "remittance_id": _make_remittance(statement_id),
        "notice_id": notice_id,
        "employee_id": stranger.id,
        "exemption_id": propose_exemption(proposal, actor=SYSTEM).id,
        "user_id": account.id,
        "unit_id": office.id,
        "booth_id": booth.id,
        "till_id": till.id,
        "code_id": make_till_code(booth.id, "Tablet baru", actor=SYSTEM)[0].id,
        "sheet_id": print_sheets(booth.id, clock.today(), 1, actor=SYSTEM)[0].id,
        "shift_id": open_shift(booth.id, cashier.id, actor=SYSTEM).id,
        "sale_id": sale.id,
        "line_id": _make_typed_line(sale.id),
        "dispute_id": dispute_sale(stranger.id, sale.id, "bukan saya", actor=asker).id,
        "item_id": make_held(till).id,
        "uuid": sale.uuid,
        "supply_note_id": _foreign_note(booth.id),
        **_foreign_product(),
        **_foreign_turn(booth.id),
        **_foreign_curation(),
        "enrolment_id": _foreign_place(),
        "finding_id": _foreign_finding(),
        "count_id": open_count(booth.id, actor=SYSTEM).id,
    }


def _make_typed_line(sale_id: int) -> int:
    line = SaleLine(
        sale_id=sale_id, position=1, maker_name="UMKM Lain", product_name="Kue lain", quantity=1,
        unit_price=20_000, amount=20_000,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    return line.id


def _make_paid_statement(booth_id: int) -> tuple[int, int]:
    """A statement of a maker at this booth, and a payout on it; their ids."""
    maker = create_maker("UMKM Lain", actor=SYSTEM)
    sale = make_sale(None, 10_000, booth_id=booth_id)
    db.session.add(
        SaleLine(
            sale_id=sale.id, position=1, maker_id=maker.id, maker_name=maker.name, product_name="Kue", quantity=1,
            unit_price=10_000, amount=10_000,
        )
    )  # fmt: skip
    db.session.flush()
    (statement_id,) = make_statements(actor=SYSTEM, booth_ids=[booth_id])
    number = get_statement_row(statement_id).number
    paid = pay_statement(number, amount=1_000, way="cash", reference="KW-1", actor=SYSTEM)
    return statement_id, paid.id


def _foreign_product() -> dict[str, int]:
    """A maker with a product that shows a photo."""
    maker = create_maker("Rumah Lain", actor=SYSTEM)
    goods = create_product(maker.id, "Sagu lain", actor=SYSTEM, unit_price=1000, effective_from=clock.today())
    photo = add_product_photo(goods.id, make_picture(picture()), actor=SYSTEM)
    shop = claim_channel(maker.id, "shopee.co.id/rumahlain", actor=SYSTEM)
    return {"maker_id": maker.id, "product_id": goods.id, "photo_id": photo.id, "channel_id": shop.id}


def _foreign_turn(booth_id: int) -> dict[str, int]:
    """A maker's turn at the booth and a contact it made."""
    maker = create_maker("Kue Lain Lagi", actor=SYSTEM)
    turn = record_presence(booth_id, maker.id, source="clerk", actor=SYSTEM)
    contact = add_contact(maker.id, clock.today(), "Toko Lain", "", actor=SYSTEM)
    return {"turn_id": turn.id, "contact_id": contact.id}


def _make_remittance(statement_id: int) -> int:
    """Money paid in on the statement, past the services: there is nothing of it that a page would show."""
    row = Remittance(
        uuid="0c1f5a7e-3b1d-4d7a-9a55-000000000009", statement_id=statement_id, amount=1, way="cash",
        reference="S-1", received_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


def _foreign_place() -> int:
    """Another maker's place in a course."""
    (maker_id,) = make_makers(1, "Dapur Peserta")
    course = make_course(day=clock.today() + timedelta(days=14))
    return enrol(course.id, maker_id, "Orang Lain", "site", actor=SYSTEM).id


def _foreign_finding() -> int:
    maker = create_maker("Kopi Lain", actor=SYSTEM)
    seen = VisitDraft(maker.id, str(uuid4()), clock.today(), "Dinas", {"segel": "fix"})
    record_visit(seen, actor=SYSTEM)
    return list_findings([maker.id])[0].id


def _foreign_note(booth_id: int) -> int:
    maker = create_maker("Dapur Lain", actor=SYSTEM)
    goods = create_product(maker.id, "Kue lain", actor=SYSTEM, unit_price=1000, effective_from=clock.today())
    return open_note(booth_id, maker.id, "delivery", [NoteLine(goods.id, 3, 1000)], actor=SYSTEM).id


def _foreign_curation() -> dict[str, int]:
    """An offer of another maker, another agency's verdict on it, and a hold it set; their ids."""
    panel = make_panel("Instansi Lain", maker_id=create_maker("Dapur Dinilai", actor=SYSTEM).id)
    offer = panel.offer()
    hold = hold_product(
        offer.product_id, reason="uji", letter_number="1", until=None, actor=panel.curators["Instansi Lain"]
    )
    verdict_id = panel.verdict(offer, "Instansi Lain")
    return {"submission_id": offer.id, "verdict_id": verdict_id, "hold_id": hold.id}
