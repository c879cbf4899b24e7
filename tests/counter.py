"""A small city with a shop counter: people with cards, goods with barcodes, a decree, a booth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.directory.models import Employee, Posting, Unit
from app.directory.rules import fold_name
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.minimums.services import load_decree
from app.shared import clock
from app.tills.services.shifts import open_shift
from tests.logins import sign_in
from tests.pages import PageClient

MINIMUM = 50_000
DECREE = f"""
[decree]
number = "Uji 1/2026"
title = "Batas minimal belanja"
signed_on = "2026-01-02"
effective_from = "2026-01"
mode = "wajib"
[[tier]]
code = "semua"
name = "Semua pegawai"
minimum = {MINIMUM}
[[tier.match]]
status = ["PNS"]
"""
MARTHA_NIP = "198504112010012009"
MARTHA_CARD = "k7Qm2xW9pL4tZ1cV"


@dataclass
class Counter:
    """Ids of what stands at the counter. `bagea` 25.000 and `kopi` 24.000 are favourites, `sagu` 15.000."""

    booth_id: int
    martha: int
    yohanes_head: int
    yohanes_teacher: int
    maker_id: int
    bagea: int
    kopi: int
    sagu: int


def make_counter(mode: str = "cash") -> Counter:
    """Write it all; the test's own writing transaction is open."""
    root = _unit("R", "Kota Ambon", None)
    office = _unit("D", "Dinas Pendidikan", root)
    school, village = _unit("S4", "SMP Negeri 4", office), _unit("S12", "SD Negeri 12 Latuhalat", office)
    martha = _person("MARTHA WATTIMENA", MARTHA_NIP, school, "Guru Ahli Muda", MARTHA_CARD)
    head = _person("YOHANES LATUPERISSA", "197903052005011003", school, "Kepala Sekolah", "a" * 16)
    teacher = _person("YOHANES LATUPERISSA", "198805052015011007", village, "Guru Ahli Pertama", "b" * 16)
    load_decree(DECREE, actor=SYSTEM)
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    bagea = _product(maker.id, "Bagea kenari 250 g", 25_000, "Makanan", "8990000000005", True)
    kopi = _product(maker.id, "Kopi rempah 100 g", 24_000, "Minuman", "8990000000011", True)
    sagu = _product(maker.id, "Sagu lempeng", 15_000, "Makanan", "8990000000001", False)
    booth = create_booth("Balai Kota", actor=SYSTEM, mode=mode)
    return Counter(booth.id, martha, head, teacher, maker.id, bagea, kopi, sagu)


def add_person(counter: Counter, name: str, nip: str) -> int:
    """Somebody more at Martha's school."""
    unit = db.session.query(Posting).filter_by(employee_id=counter.martha).one().unit_id
    return _person(name, nip, unit, "Guru Ahli Pertama", f"kartu-{nip}")


def at_the_till(app: Flask, counter: Counter, username: str = "sarah") -> PageClient:
    """A cashier of that booth with an open shift."""
    cashier = sign_in(app, "cashier", booth=counter.booth_id, username=username)
    cashier.shift = open_shift(counter.booth_id, cashier.user.id, actor=SYSTEM).uuid  # type: ignore[attr-defined]
    return cashier


def sale_of(client: Any, number: int, lines: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A sale as the till's script sends it, with a uuid made from a number."""
    sale = {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "sold_at": "2026-11-07T09:15:02+09:00",
        "cashier": client.user.username,
        "shift": client.shift,
        "buyer": {"public": True},
        "lines": lines,
        "payment": "cash",
    }
    return {"sale": sale | changes, "sent_at": "2026-11-07T09:15:02+09:00"}


def sell(client: Any, body: dict[str, Any]) -> dict[str, Any]:
    """Send a sale as the till's page does, with a token of its own; what the server said of it."""
    if not hasattr(client, "till_token"):
        client.get("/sandi")  # any page: its form token lets the browser become a till
        client.till_token = client.post("/kasir/perangkat", json={}, expect=200).json["token"]
    batch = {"sales": [body["sale"]], "sent_at": body["sent_at"]}
    headers = {"Authorization": f"Bearer {client.till_token}"}
    (result,) = client.post("/api/v1/sales", json=batch, headers=headers, expect=200).json["results"]
    assert result["result"] == "recorded", result
    return dict(result)


def _unit(external_id: str, name: str, parent: int | None) -> int:
    unit = Unit(external_id=external_id, name=name, parent_id=parent)
    db.session.add(unit)
    db.session.flush()
    return unit.id


def _person(name: str, nip: str, unit: int, position: str, card: str) -> int:
    person = Employee(
        name=name, search_name=fold_name(name), nip=nip, card_token=card, created_at=clock.now()
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Posting(
            employee_id=person.id, effective_from=date(2020, 1, 1), unit_id=unit, status="PNS",
            position=position, recorded_at=clock.now(),
        )
    )  # fmt: skip
    return person.id


def _product(maker: int, name: str, price: int, category: str, barcode: str, favourite: bool) -> int:
    return create_product(
        maker, name, actor=SYSTEM, unit_price=price, effective_from=date(2026, 1, 1), category=category,
        barcode=barcode, is_favourite=favourite,
    ).id  # fmt: skip
