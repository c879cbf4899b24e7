"""Finance's first page on a phone: ten offices and the rest a tap away; a person is found from it."""

from __future__ import annotations

from typing import Any

from app.directory.models import Unit
from app.extensions import db
from tests.office import make_october
from tests.pages import PageClient
from tests.standing import make_person


def city_of_many_offices() -> None:
    """Twelve offices with somebody in each."""
    october = make_october()
    root = db.session.get_one(Unit, october.opd).parent_id
    for number in range(12):
        unit = Unit(external_id=f"OPD{number}", name=f"Dinas {number}", parent_id=root)
        db.session.add(unit)
        db.session.flush()
        make_person(unit, f"Orang {number}")


def test_a_long_recap_is_folded_on_a_phone_and_opens_whole(session: Any, as_role: Any) -> None:
    city_of_many_offices()
    finance: PageClient = as_role("finance")
    page = finance.get("/keuangan/?bulan=2026-10")
    assert page.all("section", id="rekap-opd")[0].get("class") == "phone-fold"
    (href,) = [url for word, url in page.links.items() if word.startswith("Tampilkan semua")]
    assert finance.get(href.partition("#")[0]).all("section", id="rekap-opd")[0].get("class") is None


def test_a_person_is_looked_for_from_the_first_page(session: Any, as_role: Any) -> None:
    make_october()
    finance: PageClient = as_role("finance")
    found = finance.get("/keuangan/").form("cari-orang").submit(text="Ani")
    assert "Ani Contoh" in found.follow().text
