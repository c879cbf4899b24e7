"""Receiving what a maker announced: found by list, slip, number or card, and counted in by one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.models import Booth
from app.booths.services import create_booth
from app.extensions import db
from app.makers.members import bind_login, issue_maker_card
from app.settlement.rules import Terms
from app.settlement.services.terms import agree_terms
from app.shared import clock
from app.stock.models import StockMove, SupplyNote
from app.stock.queries.notes import list_lines
from app.stock.rules import note_number
from app.stock.services import LineCount, NoteLine, check_note, open_note, withdraw_note
from tests.counter import Counter, make_counter
from tests.pages import PageClient

LIST = "/pengelola/nota-titip"


@pytest.fixture
def counter(session: Any) -> Counter:
    return make_counter()


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    return as_role("manager", booth=counter.booth_id)


def announced(counter: Counter, pieces: int = 5) -> int:
    lines = [NoteLine(product, pieces, 25_000) for product in (counter.bagea, counter.kopi)]
    note = open_note(
        counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM, state="announced", source="maker"
    )
    return note.id


def number_of(note_id: int) -> str:
    note = db.session.get_one(SupplyNote, note_id)
    return note_number(note.booth_id, note.year, note.sequence)


def open_by(manager: PageClient, code: str, expect: int = 303) -> Any:
    manager.get(LIST)
    return manager.post(f"{LIST}/buka", {"code": code}, expect=expect)


def test_an_announced_note_is_received_by_one_act_and_both_steps_stay(
    manager: PageClient, counter: Counter, clock: Any
) -> None:
    note_id = announced(counter)
    clock.shift(hours=2)
    page = manager.get(f"{LIST}/{note_id}")
    assert (
        "tetap milik UMKM" in page.text and "ditanggung pojok, yang kedaluwarsa ditanggung UMKM" in page.text
    )
    manager.form("hitungan").submit().follow()
    note = db.session.get_one(SupplyNote, note_id)
    assert note.state == "checked" and note.announced_at < note.handed_at == note.moved_at <= note.checked_at
    acts = db.session.query(AuditEvent.action).filter_by(subject="supply_note", subject_id=note_id)
    assert [one.action for one in acts.order_by(AuditEvent.id)] == [
        "stock.announced", "stock.handed", "stock.check",
    ]  # fmt: skip
    moves = db.session.query(StockMove).all()
    assert [(one.quantity, one.moved_at == note.moved_at) for one in moves] == [(5, True)] * 2, (
        "not when announced"
    )


def test_how_long_goods_keep_is_chosen_by_week(manager: PageClient, counter: Counter) -> None:
    note_id = announced(counter)
    manager.get(f"{LIST}/{note_id}")
    day = clock.today() + timedelta(weeks=2)
    for wrong in ((clock.today() - timedelta(days=1)).isoformat(), "besok", "2026-02-31"):
        page = manager.form("hitungan").submit(**{"until-1": wrong, "pieces-2": "4"}, expect=422)
        assert page.form("hitungan").values["pieces-2"] == ["4"], "nothing typed is lost"
    manager.form("hitungan").submit(**{"until-1": day.isoformat(), "until-2": "", "pieces-2": "5"}).follow()
    assert [line.best_before for line in list_lines(note_id)] == [day, None]


@pytest.mark.parametrize("figure", ["10001", "999999999999", "-1", "5,5", "", "1e9"])
def test_a_figure_that_is_none_is_explained_and_kept(
    manager: PageClient, counter: Counter, figure: str
) -> None:
    note_id = announced(counter)
    manager.get(f"{LIST}/{note_id}")
    typed = {"pieces-1": figure, "pieces-2": "4", "reason-2": "rusak saat tiba"}
    page = manager.form("hitungan").submit(**typed, expect=422)
    values = page.form("hitungan").values
    assert (values["pieces-2"], values["reason-2"]) == (["4"], ["rusak saat tiba"])
    assert db.session.query(StockMove).count() == 0


def test_a_second_clerk_reads_who_counted_and_sees_own_figures(
    manager: PageClient, counter: Counter, as_role: Callable[..., PageClient]
) -> None:
    note_id = announced(counter)
    other = as_role("manager", booth=counter.booth_id)
    other.get(f"{LIST}/{note_id}")
    manager.get(f"{LIST}/{note_id}")
    manager.form("hitungan").submit().follow()
    text = other.form("hitungan").submit(**{"pieces-1": "4", "reason-1": "kurang dari nota"}, expect=422).text
    assert "Angka Anda tidak disimpan" in text and "Anda: 4, kurang dari nota · tersimpan: 5" in text
    assert "Kopi" not in text.partition("bicarakan")[2].partition("Menurut UMKM")[0]
    assert db.session.query(StockMove).count() == 2


def test_a_note_opens_by_number_slip_and_card(manager: PageClient, counter: Counter) -> None:
    note_id = announced(counter)
    page = f"{LIST}/{note_id}"
    card = issue_maker_card(counter.maker_id, actor=SYSTEM)
    for code in (number_of(note_id), number_of(note_id).lower(), f"https://kota.example{page}", f" {card} "):
        assert open_by(manager, code).location.endswith(page), code
    second = announced(counter)
    several = open_by(manager, card).follow()
    assert "beberapa nota yang menunggu" in several.text and number_of(second) in several.text
    for one in (note_id, second):
        withdraw_note(one, actor=SYSTEM)
    assert "belum mengabarkan kiriman" in open_by(manager, card).follow().text


def test_a_code_of_nothing_or_of_another_booth_is_one_sentence(
    manager: PageClient, counter: Counter, as_role: Callable[..., PageClient]
) -> None:
    note_id = announced(counter)
    bound = as_role("manager", booth=create_booth("Gedung A", actor=SYSTEM).id)
    foreign = (number_of(note_id), f"{LIST}/{note_id}")
    for code in (
        *foreign,
        "NT-1-2026-9999",
        f"{LIST}/999999999",
        "kartu asal",
        "NT-999999999-9999-999999999",
    ):
        assert "Tidak ada nota dengan kode itu" in open_by(bound, code, expect=422).text
    assert "harus diisi" in open_by(bound, "", expect=422).text
    assert "Paling panjang" in open_by(bound, "x" * 400, expect=422).text


def test_goods_cannot_be_brought_to_a_closed_booth(manager: PageClient, counter: Counter) -> None:
    note_id = announced(counter)
    db.session.get_one(Booth, counter.booth_id).is_active = False
    db.session.flush()
    manager.get(f"{LIST}/{note_id}")
    page = manager.form("hitungan").submit(**{"pieces-1": "4", "reason-1": "kurang dari nota"}, expect=422)
    assert "sedang tidak dipakai" in page.text and page.form("hitungan").values["pieces-1"] == ["4"]
    assert db.session.get_one(SupplyNote, note_id).state == "announced"


def test_a_note_in_the_wrong_order_is_refused(manager: PageClient, counter: Counter) -> None:
    note_id = announced(counter)
    manager.get(f"{LIST}/{note_id}")
    withdraw_note(note_id, actor=SYSTEM)
    manager.form("hitungan").submit(expect=422)
    checked = announced(counter)
    check_note(checked, [LineCount(5), LineCount(5)], actor=SYSTEM)
    manager.post(f"{LIST}/{checked}/tarik", expect=409)
    assert db.session.query(StockMove).count() == 2


def test_the_maker_shows_the_code_at_the_booth(as_role: Callable[..., PageClient], counter: Counter) -> None:
    note_id = announced(counter)
    client = as_role("maker")
    bind_login(counter.maker_id, client.user.id, actor=SYSTEM)
    text = client.get(f"/usaha/nota/{note_id}").text
    assert "Tunjukkan di pojok" in text and number_of(note_id) in text
    check_note(note_id, [LineCount(5), LineCount(5)], actor=SYSTEM)
    assert "Tunjukkan di pojok" not in client.get(f"/usaha/nota/{note_id}").text


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ({}, "Bagea kenari 250 g: Ditanggung pojok: UMKM menerima Rp45.000"),
        (
            {"loss_bearer": "maker"},
            "Ditanggung UMKM: pojok tidak membayarnya (perjanjian sejak 1 November 2026)",
        ),
    ],
)
def test_who_bears_a_loss_is_said_before_it_is_confirmed_and_on_the_slip(
    manager: PageClient, counter: Counter, agreed: dict[str, Any], words: str
) -> None:
    terms = Terms(10, **agreed)
    agree_terms(counter.maker_id, counter.booth_id, date(2026, 11, 1), terms, actor=SYSTEM)
    came = open_note(
        counter.booth_id, counter.maker_id, "delivery", [NoteLine(counter.bagea, 2, 25_000)], actor=SYSTEM
    )
    check_note(came.id, [LineCount(2)], actor=SYSTEM)
    lines = [NoteLine(counter.bagea, 2, 25_000, reason="rusak di rak")]
    note_id = open_note(counter.booth_id, counter.maker_id, "broken", lines, actor=SYSTEM).id
    for path in ("", "/slip", "/slip?kertas=58"):
        assert words in manager.get(f"{LIST}/{note_id}{path}").text
