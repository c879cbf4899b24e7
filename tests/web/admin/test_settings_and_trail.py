"""The admin's pages: settings, the trail, the first day."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user, set_roles
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM, Actor
from app.extensions import db
from app.settings import queries as settings
from app.settings.services import mark_as_demo
from app.web.admin.trail_labels import detail_words, subject_words
from tests.pages import PageClient
from tests.standing import make_person, make_sale, make_tree


def test_a_setting_is_changed_and_goes_back(admin: PageClient, session: Any) -> None:
    admin.get("/admin/pengaturan/city_name").form("isian").submit(303, value="Kota Tual")
    assert "Kota Tual" in admin.get("/admin/pengaturan").text
    admin.get("/admin/pengaturan/city_name")
    admin.post("/admin/pengaturan/city_name/bawaan")
    assert settings.get_city_name() == "Kota Ambon"


def test_every_setting_has_its_page_and_keeps_what_it_shows(admin: PageClient, session: Any) -> None:
    typed = {
        "reference_day": {"value": "12", "effective_from": "2026-12"},
        "signer_left": {"position": "Sekretaris Kota", "name": "A. B.", "nip": "198507122010012009"},
        "signer_right": {"position": "Kepala Bagian", "name": "C. D."},
        "recording_start": {"value": "2026-08"},
        "public_percentages": {"value": "1"},
        "public_welcome": {"value": "Selamat datang\ndi pojok"},
    }
    for key in [
        link.rpartition("/")[2]
        for link in admin.get("/admin/pengaturan").links.values()
        if "/pengaturan/" in link and not link.endswith(("/hari-libur", "/logo"))
    ]:
        page = admin.get(f"/admin/pengaturan/{key}")
        page.form("isian").submit(303, **typed.get(key, {}))
        assert settings.is_set(key), key
    assert settings.get_signers()["left"].name == "A. B."


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("reference_day", {"value": "29", "effective_from": "2026-12"}),
        ("reference_day", {"value": "12", "effective_from": ""}),
        ("public_least_people", {"value": "9"}),
        ("letterhead", {"value": "1\n2\n3\n4\n5\n6"}),
        ("city_name", {"value": "x" * 81}),
        ("recording_start", {"value": "2026-13"}),
        ("signer_left", {"position": "x", "name": "y", "nip": "123"}),
    ],
)
def test_an_unusable_value_is_refused_with_422(
    key: str, typed: dict[str, str], admin: PageClient, session: Any
) -> None:
    admin.get(f"/admin/pengaturan/{key}").form("isian").submit(422, **typed)
    assert not settings.is_set(key)


def test_the_trail_shows_acts_but_no_spending_and_no_names(admin: PageClient, session: Any) -> None:
    _, _, school = make_tree()
    person = make_person(school, "Martha Wattimena")
    make_sale(person, 20_000)
    create_user("p00001", actor=SYSTEM, display_name="Martha Wattimena", employee_id=person.id)
    page = admin.get("/admin/jejak")
    assert "accounts.create_user" in page.text
    assert "Martha" not in page.text and "sales." not in page.text
    for query in (
        {"room": "settings"},
        {"actor": "tidak-ada"},
        {"until": "2026-11-06"},
        {"since": "2026-11-08"},
    ):
        assert "accounts.create_user" not in admin.get("/admin/jejak", query=query).text
    stored = admin.get(
        "/admin/jejak", query={"since": "2026-11-07", "until": "2026-11-07", "room": "accounts"}
    )
    assert "accounts.create_user" in stored.text


def test_unreadable_filters_are_no_error(admin: PageClient) -> None:
    for query in (
        {"since": "kemarin"},
        {"halaman": "-1"},
        {"halaman": "9" * 30},
        {"until": "9999-12-31"},
        {"room": "%"},
    ):
        admin.get("/admin/jejak", query=query)


def test_the_first_day_shows_what_is_done_and_the_exact_command(admin: PageClient, session: Any) -> None:
    page = admin.get("/admin/mulai-kota")
    labels = ["".join(step.itertext()) for step in page.all("li", class_="step")]
    assert len(labels) == 9
    assert "Akun" in labels[2]  # who works on the next steps must be able to sign in
    assert "Perangkat kasir" in labels[-1]
    assert not page.all("li", class_="step-done")
    assert "flask --app wsgi roster units FILE" in page.text
    make_tree()
    assert len(admin.get("/admin/mulai-kota").all("li", class_="step-done")) == 1


def test_the_demo_city_says_that_a_real_one_wants_a_fresh_database(admin: PageClient, session: Any) -> None:
    assert "DATABASE_URL" not in admin.get("/admin/mulai-kota").text
    mark_as_demo(actor=SYSTEM)
    assert "DATABASE_URL" in admin.get("/admin/mulai-kota").text


def test_the_login_page_shows_demo_logins_in_development_only(
    client: PageClient, app: Flask, session: Any
) -> None:
    mark_as_demo(actor=SYSTEM)
    assert "Akun kota contoh" not in client.get("/masuk").text
    app.config["SETTINGS"].app_env = "development"
    assert "Akun kota contoh" in client.get("/masuk").text


def test_each_act_leaves_one_event(admin: PageClient, session: Any) -> None:
    made = create_user("siti", actor=SYSTEM, grants=[Grant("finance")])
    admin.get(f"/admin/akun/{made.id}")
    for path, action in (("kode", "issue_code"), ("kode/batal", "revoke_codes"), ("sesi", "end_sessions"),
                         ("matikan", "disable_user"), ("aktifkan", "enable_user")):  # fmt: skip
        admin.post(f"/admin/akun/{made.id}/{path}", expect=200 if path == "kode" else 303)
        wanted = select(AuditEvent).where(
            AuditEvent.action == f"accounts.{action}", AuditEvent.subject_id == made.id
        )
        (event,) = db.session.scalars(wanted)
        assert (event.actor_kind, event.actor_name) == ("user", "admin.uji")


def test_the_trail_says_details_in_words(app: Any) -> None:
    with app.test_request_context():
        assert subject_words("employee", 60) == "pegawai 60"
        said = detail_words(
            {"as": "personnel", "effective_from": "2026-11-01", "ids": [1, 2], "has_letter": True}
        )
    assert said == [
        ("sebagai", "Kepegawaian"), ("berlaku sejak", "2026-11-01"), ("ids", "1, 2"), ("dengan surat", "ya"),
    ]  # fmt: skip


def test_the_trail_says_plainly_who_made_somebody_finance(admin: PageClient, session: Any) -> None:
    made = create_user("siti", actor=SYSTEM, grants=[Grant("employee")])
    set_roles(made.id, [Grant("employee"), Grant("finance")], actor=Actor("user", 1, "admin.uji"))
    (row, *_) = [one for one in admin.get("/admin/jejak").rows() if "accounts.set_roles" in str(one)]
    said = str(row)
    assert "Mengubah peran" in said and "admin.uji" in said and f"akun {made.id}" in said
    assert "sebelum: Pegawai" in said and "peran: Pegawai, Keuangan" in said
