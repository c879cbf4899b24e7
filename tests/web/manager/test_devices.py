"""Devices on the manager's pages: a code shown once, states in words, withdrawing, foreign booths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.shared import clock as now
from app.shared.transaction import commit
from app.tills.models import Till, TillCode
from app.tills.services.tills import enrol_till, make_till_code, use_till_code
from tests.counter import Counter, make_counter
from tests.logins import make_login_till
from tests.page_checks import words
from tests.pages import Page, PageClient


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    """A manager of all booths."""
    return as_role("manager")


def make_code(manager: PageClient, counter: Counter) -> tuple[Page, str]:
    """The page that shows a new code, and the code."""
    manager.get("/pengelola/perangkat/baru")
    page = manager.form().submit(name="Tablet 1", booth=str(counter.booth_id), expect=201)
    return page, page.words("span", data_code="")[0]


def test_a_code_is_shown_once_with_a_qr_and_makes_one_device_a_till(
    manager: PageClient, counter: Counter
) -> None:
    page, code = make_code(manager, counter)
    assert "Berlaku 30 menit" in page.text and "/kasir/daftar" in page.text
    assert "Kode QR pendaftaran perangkat" in page.body
    assert code not in manager.get("/pengelola/perangkat").body
    (row,) = db.session.query(TillCode)
    path = f"/pengelola/perangkat/kode/{row.id}"
    assert manager.get(path).response.json == {"till": None, "withdrawn": False}
    commit()
    till, _token = use_till_code(code)
    assert (till.booth_id, till.name) == (counter.booth_id, "Tablet 1")
    assert manager.get(path).response.json == {"till": "Tablet 1", "withdrawn": False}
    assert "Kode yang masih berlaku" not in manager.get("/pengelola/perangkat").text


def test_an_open_code_is_listed_and_withdrawn(manager: PageClient, counter: Counter) -> None:
    make_code(manager, counter)
    (row,) = db.session.query(TillCode)
    assert "Kode yang masih berlaku" in manager.get("/pengelola/perangkat").text
    page = manager.form(f"/pengelola/perangkat/kode/{row.id}/batal").submit().follow()
    assert "dibatalkan" in page.text
    manager.post(f"/pengelola/perangkat/kode/{row.id}/batal", expect=409)
    assert manager.get(f"/pengelola/perangkat/kode/{row.id}").response.json["withdrawn"] is True  # type: ignore[index]


STATES: list[tuple[dict[str, Any], str]] = [
    ({}, "terdaftar, belum pernah dipakai"),
    ({"last_seen_at": 30, "last_synced_at": 30}, "terdengar baru saja · semua tersimpan"),
    ({"last_seen_at": 200, "last_synced_at": 200}, "terdengar 3 menit lalu · semua tersimpan"),
    ({"last_seen_at": 7300, "last_synced_at": 7300}, "terdengar 2 jam lalu"),
    ({"last_synced_at": 3900, "unsent_count": 12}, "belum sinkron sejak 08.10 WIT · 12 penjualan menunggu"),
    ({"last_seen_at": 60, "clock_offset": 720}, "jamnya terlambat 12 menit"),
    ({"last_seen_at": 60, "clock_offset": -90_000}, "jamnya terlalu cepat 1 hari"),
    ({"last_seen_at": 60, "clock_offset": 599, "version": "1.4.0"}, "1.4.0"),
    ({"last_seen_at": 60, "version": "0123456789ab"}, "lama; muat ulang di sana"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "words"), STATES)
def test_the_state_of_a_device_is_said_in_words(
    facts: dict[str, Any], words: str, manager: PageClient, counter: Counter
) -> None:
    till, _token = enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    for name, value in facts.items():
        is_moment = name.endswith("_at")
        setattr(till, name, now.now() - timedelta(seconds=value) if is_moment else value)
    page = manager.get("/pengelola/perangkat")
    assert words in page.text.replace("\u00a0", " ")
    assert ("setel jam" in page.text) == (abs(facts.get("clock_offset", 0)) > 600)


def test_a_cashier_s_own_browser_is_named_after_its_cashier(
    manager: PageClient, counter: Counter, as_role: Any
) -> None:
    sarah = as_role("cashier", booth=counter.booth_id, username="sarah").user
    make_login_till(sarah.id, counter.booth_id)
    assert "perangkat masuk biasa milik sarah" in manager.get("/pengelola/perangkat").text


def test_browsers_of_signed_in_cashiers_are_folded_away_and_counted_as_no_device(
    manager: PageClient, counter: Counter, as_role: Any
) -> None:
    enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    for number in range(3):
        sarah = as_role("cashier", booth=counter.booth_id, username=f"sarah{number}").user
        make_login_till(sarah.id, counter.booth_id)
    for path in ("/pengelola/perangkat", f"/pengelola/pojok/{counter.booth_id}"):
        page = manager.get(path)
        (fold,) = [one for one in page.all("details", class_="more") if len(one.findall(".//tbody/tr")) == 3]
        assert "3 browser kasir" in words(fold)
        assert "open" not in fold.attrib and "Tablet 1" not in words(fold)
        assert "Tablet 1" in page.text
    (row,) = [one for one in manager.get("/pengelola/pojok").rows() if one["Perangkat"] != "0"]
    assert row["Perangkat"] == "1"


def test_withdrawing_says_first_what_is_said_to_be_still_on_the_device(
    manager: PageClient, counter: Counter
) -> None:
    till, _token = enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    till.unsent_count = 12
    page = manager.get("/pengelola/perangkat")
    assert "masih ada 12 penjualan di perangkat ini" in page.text
    page = manager.form(f"/pengelola/perangkat/{till.id}/cabut").submit().follow()
    assert "dicabut 7 November 2026" in page.text and "12 penjualan belum terkirim" in page.text
    assert db.session.query(Till.revoked_at).scalar() is not None


def test_a_manager_of_another_booth_finds_neither_device_nor_code(
    as_role: Any, counter: Counter, session: Any
) -> None:
    other = create_booth("Gedung A", actor=SYSTEM)
    till, _token = enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    code, _text = make_till_code(counter.booth_id, "Tablet 2", actor=SYSTEM)
    bound = as_role("manager", booth=other.id)
    page = bound.get("/pengelola/perangkat")
    assert "Tablet" not in page.words("main")[0].replace("Tablet dan ponsel", "").replace("Tablet yang", "")
    bound.get(f"/pengelola/perangkat/kode/{code.id}", expect=404)
    bound.get("/pengelola/perangkat/baru")
    bound.post(f"/pengelola/perangkat/kode/{code.id}/batal", expect=404)
    bound.post(f"/pengelola/perangkat/{till.id}/cabut", expect=404)
    bound.post("/pengelola/perangkat/baru", {"booth": counter.booth_id, "name": "Tablet 9"}, expect=422)
    assert db.session.query(TillCode).count() == 1
