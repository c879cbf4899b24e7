"""An offer on the pages: the maker's phone, a curator's screen, the Dinas; each sees what to do."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.accounts.queries import get_user
from app.audit.rules import SYSTEM
from app.curation.models import Submission
from app.curation.queries.products import list_on_hold
from app.curation.rules import OfferText
from app.extensions import db
from app.makers.members import bind_login
from app.makers.queries import list_catalogue
from app.makers.services import create_maker, create_product
from app.product_warnings.registry import find_warnings
from app.shared import clock
from app.shared.clock import today
from app.shared.transaction import begin_writing, commit
from tests.logins import sign_in, sign_in_again
from tests.offers import FIX, Panel, make_panel
from tests.pages import PageClient


@pytest.fixture
def panel(session: Any) -> Panel:
    """A maker and two agencies."""
    return make_panel()


@pytest.fixture
def phone(app: Flask, panel: Panel) -> PageClient:
    """The maker's phone."""
    client = sign_in(app, "maker")
    bind_login(panel.maker_id, client.user.id, actor=SYSTEM)
    commit()
    return client


def curator(app: Flask, panel: Panel, agency: str) -> PageClient:
    """The curator of an agency."""
    return sign_in_again(app, get_user(panel.curators[agency].id or 0))


def offer_on_the_phone(phone: PageClient) -> str:
    """Type, check, send; the offer's address."""
    form = phone.get("/usaha/tawaran/baru").form()
    page = form.submit(
        303, name="Sambal roa", unit_price="25.000", composition="cabai, ikan roa", net_content="150 gram"
    ).follow()
    assert page.words("h2")[0] == "Belum dikirim"
    address = page.response.request.path
    sent = page.form(f"{address}/kirim").submit(303).follow()
    assert "Menunggu instansi" in sent.text
    return address


def test_what_was_typed_wrong_of_a_new_product_is_mended_before_it_is_sent(
    app: Flask, panel: Panel, phone: PageClient
) -> None:
    begin_writing()
    create_product(
        panel.maker_id,
        "Abon",
        actor=SYSTEM,
        unit_price=9_000,
        effective_from=clock.today(),
        category="Makanan",
    )
    commit()
    typed = {"name": "Sambal rao", "unit_price": "2.500", "composition": "cabai", "net_content": "150 gram"}
    phone.get("/usaha/tawaran/baru").form().submit(422, **typed, category="Racun")
    draft = phone.get("/usaha/tawaran/baru").form().submit(303, **typed).follow()
    assert "Foto pertama" in draft.text and "belum ada foto" in phone.get("/usaha/produk").text
    again = phone.get(draft.links["Ubah"]).form()
    again.submit(303, name="Sambal roa", unit_price="25.000", category="Makanan")
    item = next(one for one in list_catalogue(clock.today(), with_inactive=True) if one.name == "Sambal roa")
    assert (item.unit_price, item.category) == (25_000, "Makanan")


def test_a_maker_offers_two_agencies_judge_and_the_maker_reads_that_it_is_accepted(
    app: Flask, panel: Panel, phone: PageClient
) -> None:
    address = offer_on_the_phone(phone)
    for agency in panel.agencies:
        client = curator(app, panel, agency)
        first = client.get(client.get("/kurasi/").links["Mulai menilai (1)"])
        done = first.form("nilai").submit(303, button="tap=good").follow()
        assert "Sambal roa: Baik." in done.text and "Semua sudah dinilai" in done.text
    page = phone.get(address)
    assert page.words("h2")[0] == "Diterima"
    assert "Sambal roa: Diterima" in phone.get("/usaha/").text
    page.form(f"{address}/baca").submit(303)
    assert "Sambal roa: Diterima" not in phone.get("/usaha/").text


def test_what_is_to_be_mended_is_read_mended_and_sent_again(
    app: Flask, panel: Panel, phone: PageClient
) -> None:
    address = offer_on_the_phone(phone)
    for agency in panel.agencies:
        judge(curator(app, panel, agency), reasons=[str(panel.fix)])
    page = phone.get(address)
    assert page.words("h2")[0] == "Menunggu Anda"
    assert page.words("ol", class_="turn-list") == [FIX]
    refused = page.form(f"{address}/kirim").submit(422)
    assert "Yang sudah diperbaiki harus diisi." in refused.text
    changed = phone.get(f"{address}/ubah").form().submit(303, label_text="Bahan: cabai, roa").follow()
    sent = changed.form(f"{address}/kirim").submit(303, fixed="daftar bahan ditulis").follow()
    assert "Bahan: cabai, roa" in sent.text
    again = curator(app, panel, "TP-PKK")
    shown = again.get(again.get("/kurasi/").links["Mulai menilai (1)"])
    assert "Yang diperbaiki UMKM: daftar bahan ditulis" in shown.text
    assert "Putaran 1" in shown.text


def judge(client: PageClient, **typed: Any) -> None:
    """Tap these reasons in the first product that waits."""
    first = client.get(client.get("/kurasi/").links["Mulai menilai (1)"])
    first.form("nilai").submit(303, button="tap=reasons", **typed)


def test_after_saving_the_next_product_opens_and_ten_taps_judge_ten(app: Flask, panel: Panel) -> None:
    names = [f"Produk {number:02}" for number in range(10)]
    for name in names:
        panel.offer(OfferText(name, "sagu", "100 gram"))
    commit()
    client = curator(app, panel, "Dekranasda")
    page = client.get(client.get("/kurasi/").links["Mulai menilai (10)"])
    judged = []
    for _ in names:
        judged.append(page.h1)
        page = page.form("nilai").submit(303, button="tap=good").follow()
    assert (judged, page.h1) == (names, "Menunggu dinilai")


def test_a_wrong_tap_is_taken_back_and_the_product_waits_again(app: Flask, panel: Panel) -> None:
    offer = panel.offer()
    commit()
    client, verdict_id = curator(app, panel, "Dekranasda"), panel.verdict(offer, "Dekranasda")
    client.get(f"/kurasi/{verdict_id}").form("nilai").submit(303, button="tap=good")
    home = client.get("/kurasi/")
    assert "Semua sudah dinilai" in home.text and "masih boleh ditarik (1)" in home.text
    page = client.get(f"/kurasi/{verdict_id}").form(f"/kurasi/{verdict_id}/tarik").submit(303).follow()
    assert "Penilaian ditarik." in page.text and page.form("nilai")
    assert client.get("/kurasi/").links["Mulai menilai (1)"] == f"/kurasi/{verdict_id}"
    refused = client.post(f"/kurasi/{verdict_id}/tarik", expect=422)
    assert "tidak dapat ditarik lagi" in refused.text


def test_a_verdict_without_a_reason_or_a_place_is_asked_for_and_nothing_typed_is_lost(
    app: Flask, panel: Panel
) -> None:
    offer = panel.offer()
    commit()
    client = curator(app, panel, "Dekranasda")
    page = client.get(f"/kurasi/{panel.verdict(offer, 'Dekranasda')}")
    refused = page.form("nilai").submit(422, button="tap=reasons", remark="Enak sekali")
    assert "Pilih paling sedikit satu alasan" in refused.text
    assert refused.all("input", name="remark")[0].get("value") == "Enak sekali"
    held = refused.form("nilai").submit(422, button="tap=good", is_handled="y")
    assert "Isi tanggal dan tempat Anda memegang produk." in held.text
    form = held.form("nilai")
    assert form.submit(303, button="tap=good", is_handled="y", handled_place="Balai Kota").status == 303


def test_whoever_has_an_interest_says_so_and_sees_nothing_of_that_maker_again(
    app: Flask, panel: Panel
) -> None:
    offer = panel.offer()
    commit()
    client = curator(app, panel, "Dekranasda")
    address = f"/kurasi/{panel.verdict(offer, 'Dekranasda')}"
    done = client.get(address).form(f"{address}/berkepentingan").submit(303).follow()
    assert "Semua sudah dinilai" in done.text
    refused = client.get(address).form("nilai").submit(422, button="tap=good")
    assert "Anda berkepentingan" in refused.text


def test_the_dinas_says_not_yet_only_after_somebody_held_the_product(
    app: Flask, panel: Panel, phone: PageClient, as_role: Any
) -> None:
    address = offer_on_the_phone(phone)
    offer = db.session.query(Submission).one()
    dinas = as_role("umkm")
    path = f"/dinas/kurasi/{offer.id}"
    assert "baru dapat dikatakan sesudah seorang kurator memegang produknya" in dinas.get(path).text
    judge(
        curator(app, panel, "TP-PKK"), reasons=[str(panel.fix)], is_handled="y", handled_place="Kantor TP-PKK"
    )
    form = dinas.get(path).form(f"{path}/belum")
    said = form.submit(303, next_step="training", advice="Ikut pelatihan kemasan.").follow()
    assert "Belum diterima" in said.text
    page = phone.get(address)
    assert "Ikut pelatihan kemasan." in page.text and "Produk tetap boleh dijual" in page.text


def test_overdue_rounds_wait_for_the_dinas_in_one_list(panel: Panel, clock: Any, as_role: Any) -> None:
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "good")
    commit()
    dinas = as_role("umkm")
    assert "Tidak ada kurasi yang tertahan" in dinas.get("/dinas/putuskan/kurasi").text
    clock.shift(days=30)
    dinas = as_role("umkm")
    page = dinas.get("/dinas/putuskan/kurasi")
    page.form("putuskan").submit(303, button="langkah=finish", rows=str(offer.id)).follow()
    assert "tidak menjawab, dilewati" in dinas.get(f"/dinas/kurasi/{offer.id}").text


def test_an_agency_with_that_right_holds_a_product_and_lifts_the_hold(
    app: Flask, panel: Panel, phone: PageClient
) -> None:
    offer = panel.offer()
    commit()
    client = curator(app, panel, "Dekranasda")
    link = client.get("/kurasi/tahan", query={"cari": "sambal"}).links["Sambal roa Dapur Ina"]
    form = client.get(link).form()
    form.submit(422, reason="jamur", letter_number="")
    held = form.submit(303, reason="hasil uji menemukan jamur", letter_number="440/12").follow()
    assert "Surat 440/12." in held.text
    assert find_warnings(1, today()) == {offer.product_id: ["held"]}
    assert "ditahan Dekranasda" in phone.get("/usaha/tawaran").text
    (lift,) = [one for one in held.all("form") if "akhiri" in (one.get("action") or "")]
    held.form(lift.get("action")).submit(303, reason="uji ulang bersih")
    assert list_on_hold(today()) == frozenset()
    other = curator(app, panel, "TP-PKK")
    other.get(link, expect=404)


def test_the_dinas_edits_agencies_curators_and_sentences(session: Any, as_role: Any) -> None:
    dinas, somebody = as_role("umkm"), as_role("curator")
    page = dinas.get("/dinas/instansi")
    loaded = page.form("/dinas/instansi/bawaan").submit(303).follow()
    assert "6 instansi dan" in loaded.text
    assert "0 instansi dan 0 kalimat" in loaded.form("/dinas/instansi/bawaan").submit(303).follow().text
    agency = dinas.get(loaded.links["TP-PKK"])
    path = agency.response.request.path
    agency.form(f"{path}/kurator").submit(422, username="siapa")
    added = agency.form(f"{path}/kurator").submit(303, username=somebody.user.username).follow()
    assert "Menunggu dinilai" in somebody.get("/kurasi/").h1
    (end,) = [one for one in added.all("form") if "akhiri" in (one.get("action") or "")]
    added.form(end.get("action")).submit(303)
    assert "Belum terhubung" in somebody.get("/kurasi/").text
    changed = agency.form(path).submit(303, name="TP-PKK Kota").follow()
    assert changed.h1 == "TP-PKK Kota"
    new = dinas.get("/dinas/kalimat/baru").form()
    listed = new.submit(303, aspect="market", weight="advice", sentence="Jual juga dalam paket.").follow()
    assert "Jual juga dalam paket." in listed.text
    assert "Kalimat itu sudah ada" in new.submit(422, aspect="market", sentence="Jual juga dalam paket.").text


def test_a_maker_sees_no_page_of_another_maker(phone: PageClient, panel: Panel) -> None:
    begin_writing()
    stranger = make_panel("Lain", maker_id=create_maker("Dapur Lain", actor=SYSTEM).id)
    offer = stranger.offer(OfferText("Abon", "ikan"))
    commit()
    phone.get(f"/usaha/tawaran/{offer.id}", expect=404)
    phone.get(f"/usaha/tawaran/{offer.id}/ubah", expect=404)
    phone.get(f"/usaha/tawaran/produk/{offer.product_id}", expect=404)
