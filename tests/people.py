"""Two offices with people, what they bought, and what becomes of a month: for pages about persons."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.closing.services import close_month
from app.extensions import db
from app.months.models import LateItem
from app.months.services import accept_late, decline_late
from app.sales.models import Sale, SaleLine
from app.shared import clock
from app.shared.period import Period
from app.tills.services.tills import enrol_till
from tests.closing.other_files import files_by, plain_files
from tests.standing import bagea, make_decree, make_person, make_sale, make_unit


@dataclass
class Staff:
    """Units and people. Ani and Budi teach at the school (minimum 20.000), Cici heads a section at the office
    (20.000), Dodi stands at the health centre of the other office."""

    office: Any
    school: Any
    village: Any
    health: Any
    clinic: Any
    ani: Any
    budi: Any
    cici: Any
    dodi: Any


def make_staff() -> Staff:
    """Write it all; the test's own writing transaction is open."""
    city = make_unit("Kota Uji", external_id="KOTA")
    office, health = make_unit("Dinas Pendidikan", city), make_unit("Dinas Kesehatan", city)
    school, village = make_unit("SMP Negeri 4", office), make_unit("SD Negeri 12 Latuhalat", office)
    clinic = make_unit("Puskesmas Poka", health)
    make_decree()
    teacher = {"echelon": "", "position": "Guru Ahli Muda", "position_kind": "Fungsional"}
    return Staff(
        office,
        school,
        village,
        health,
        clinic,
        ani=make_person(school, "Ani Latuconsina", **teacher),
        budi=make_person(village, "Budi Sahetapy", **teacher),
        cici=make_person(office, "Cici Pattiasina", position="Kepala Seksi Kurikulum"),
        dodi=make_person(clinic, "Dodi Tuhumury", echelon="", position="Perawat", position_kind="Fungsional"),
    )


def buy(person: Any, amount: int, day: str = "2026-11-03", goods: str = "Bagea kenari", **facts: Any) -> Sale:
    """A sale with one line of that amount."""
    sale = make_sale(person, amount, day, **facts)
    db.session.add(
        SaleLine(
            sale_id=sale.id, position=1, maker_name="Dapur Kenari", **bagea(), product_name=goods, quantity=1,
            unit_price=abs(amount), amount=amount,
        )
    )  # fmt: skip
    db.session.flush()
    return sale


def take_back(sale: Sale, reason: str = "salah barang") -> Sale:
    """The reversal of a sale."""
    return make_sale(
        None,
        -sale.amount,
        sale.business_date.isoformat(),
        void_of=sale.id,
        reason=reason,
        buyer_kind=sale.buyer_kind,
        employee_id=sale.employee_id,
    )


def buy_late(person: Any, amount: int, day: str) -> LateItem:
    """A sale that came for a closed month: in the ledger at once, and waiting (decisions 17)."""
    sale = buy(person, amount, day, result="parked", goods="Kopi rempah")
    item = LateItem(period=sale.period, reason="month_closed", sale_id=sale.id, arrived_at=clock.now())
    db.session.add(item)
    db.session.flush()
    return item


def accept(item: LateItem) -> None:
    """Finance takes it into the next supplement."""
    accept_late(item.period, [item.id], actor=SYSTEM)


def decline(item: LateItem, reason: str) -> None:
    """Finance declines it."""
    decline_late(item.period, [item.id], reason, actor=SYSTEM)


def close(period: Period) -> None:
    """Close a month as finance does, with a file that holds nothing."""
    with files_by(plain_files):
        close_month(period, actor=SYSTEM, override="uji")


def make_till(booth: str, synced: Any = None, unsent: int = 0) -> None:
    """A till that was last heard at an instant, and holds so many sales."""
    till, _token = enrol_till(
        get_or_create_booth(booth, actor=SYSTEM).id, f"Tablet {uuid.uuid4().hex[:4]}", actor=SYSTEM
    )
    till.last_synced_at, till.unsent_count = synced, unsent
    db.session.flush()
