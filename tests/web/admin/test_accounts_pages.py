"""The admin's pages: accounts, codes, letters, settings, the trail, the first day."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import find_user
from app.accounts.rules.identity import Grant
from app.accounts.services import create_user, prepare_letters, set_roles
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM, Actor
from app.booths.services import create_booth
from app.extensions import db
from app.settings import queries as settings
from app.settings.services import mark_as_demo
from app.web.admin.trail_labels import detail_words, subject_words
from tests.pages import Page, PageClient
from tests.standing import make_person, make_sale, make_tree

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
PASSWORD = "ombak-pagi-di-teluk"


@pytest.fixture
def admin(as_role: Any, session: Any) -> PageClient:
    return as_role("admin", username="admin.uji")  # type: ignore[no-any-return]


def code_on(page: Page) -> str:
    found = set(CODE.findall(page.text))
    assert len(found) == 1, found
    return str(found.pop())


def new_account(admin: PageClient, **typed: str) -> Page:
    values = {"username": "siti", "role": "finance"} | typed
    return admin.get("/admin/akun/baru").form().submit(200, **values)


def test_a_new_account_is_activated_by_its_code_once(admin: PageClient, app: Flask) -> None:
    code = code_on(new_account(admin))
    person = PageClient(app)
    step = person.get("/aktivasi").form().submit(200, code=code.lower())
    assert "siti" in step.text
    weak = step.form().submit(422, password="siti-siti-siti", again="siti-siti-siti")
    entered = weak.form().submit(303, password=PASSWORD, again=PASSWORD)
    assert entered.location == "/keuangan/"
    PageClient(app).get("/aktivasi").form().submit(422, code=code)


def test_a_wrong_code_says_what_to_do(client: PageClient) -> None:
    page = client.get("/aktivasi").form().submit(422, code="AAAA-AAAA-AAAA-AAAA")
    assert "minta kode baru" in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": "198507122010012009"}, "bukan NIP"),
        ({"username": "admin.uji"}, "sudah dipakai"),
        ({"role": "opd"}, "perlu satu unit kerja"),
        ({"nip": "199001012020121001"}, "tidak ditemukan"),
        ({"nip": "123"}, "18 angka"),
    ],
)
def test_unusable_accounts_are_refused_with_a_sentence(
    typed: dict[str, str], said: str, admin: PageClient, session: Any
) -> None:
    values = {"username": "siti", "role": "finance"} | typed
    page = admin.get("/admin/akun/baru").form().submit(422, **values)
    assert said in page.text
    assert find_user("siti") is None


def test_more_form_fields_than_asked_for_give_no_power(admin: PageClient, session: Any) -> None:
    admin.get("/admin/akun/baru")
    sent = {
        "username": "siti",
        "role": "cashier",
        "is_active": "0",
        "roles": "admin",
        "password_hash": "x",
        "id": "1",
    }
    admin.post("/admin/akun/baru", sent | {"booth_id": "", "unit_id": ""}, 200)
    made = find_user("siti")
    assert made is not None and made.role_names == {"cashier"} and made.password_hash == "" and made.is_active


def test_roles_are_added_and_taken_away(admin: PageClient, session: Any) -> None:
    booth = create_booth("Balai Kota", actor=SYSTEM)
    made = create_user("siti", actor=SYSTEM, grants=[Grant("finance")])
    page = admin.get(f"/admin/akun/{made.id}")
    page.form("peran-baru").submit(303, role="cashier", booth_id=str(booth.id))
    session.refresh(made)
    assert made.scope("cashier") == {booth.id}
    page = admin.get(f"/admin/akun/{made.id}")
    assert "Balai Kota" in page.text
    admin.post(f"/admin/akun/{made.id}/peran/cabut", {"role": "cashier", "booth": str(booth.id), "unit": ""})
    session.refresh(made)
    assert made.role_names == {"finance"}


def test_the_own_rights_stay_as_they_are(admin: PageClient, session: Any) -> None:
    own = f"/admin/akun/{admin.user.id}"
    assert "Minta admin lain" in admin.get(own).text
    admin.post(f"{own}/matikan", expect=409)
    admin.post(f"{own}/peran/cabut", {"role": "admin"}, 409)
    assert session.get(User, admin.user.id).is_active


def test_a_reset_shows_a_code_once_and_ends_the_old_password(
    admin: PageClient, as_role: Any, session: Any
) -> None:
    one = as_role("finance")
    one.get("/sandi")
    admin.get(f"/admin/akun/{one.user.id}")
    assert code_on(admin.post(f"/admin/akun/{one.user.id}/kode", expect=200))
    assert not CODE.search(admin.get(f"/admin/akun/{one.user.id}").text)


def test_sessions_are_listed_and_ended(admin: PageClient, as_role: Any) -> None:
    one = as_role("finance")
    page = admin.get(f"/admin/akun/{one.user.id}")
    assert "berjalan" in page.text
    admin.post(f"/admin/akun/{one.user.id}/sesi")
    one.get("/sandi", 303)


def test_an_account_is_switched_off_and_on(admin: PageClient, as_role: Any, session: Any) -> None:
    one = as_role("finance")
    admin.get(f"/admin/akun/{one.user.id}")
    admin.post(f"/admin/akun/{one.user.id}/matikan")
    one.get("/sandi", 303)
    assert "Aktifkan lagi" in admin.get(f"/admin/akun/{one.user.id}").text
    admin.post(f"/admin/akun/{one.user.id}/aktifkan")
    session.expire_all()
    assert session.get(User, one.user.id).is_active


def test_the_list_is_searched_and_filtered(admin: PageClient, session: Any) -> None:
    create_user("siti", actor=SYSTEM, display_name="Siti 100% Wati", grants=[Grant("finance")])
    create_user("budi", actor=SYSTEM, grants=[Grant("cashier")])
    for query, found in (
        ({"cari": "100%"}, {"siti"}),
        ({"peran": "cashier"}, {"budi"}),
        ({"cari": "_"}, set()),
    ):
        page = admin.get("/admin/", query=query)
        assert {name for name in ("siti", "budi") if f"{name}" in page.links} == found, query


def test_the_list_costs_the_same_for_fifty_accounts(
    admin: PageClient, session: Any, count_queries: Any
) -> None:
    with count_queries() as few:
        admin.get("/admin/")
    for number in range(50):
        create_user(f"orang{number}", actor=SYSTEM, grants=[Grant("cashier")])
    with count_queries() as many:
        admin.get("/admin/")
    assert len(many) <= len(few) + 2, many


def test_letters_show_each_code_once_with_a_card(admin: PageClient, session: Any) -> None:
    _, opd, school = make_tree()
    for name in ("Martha Wattimena", "Yohanes Latuperissa"):
        make_person(school, name)
    form = admin.get("/admin/surat").form()
    paper = form.submit(200, unit_id=str(opd.id))
    assert len(set(CODE.findall(paper.text))) == 2
    assert paper.body.count('class="qr-code"') == 4  # each letter: one to activate, one for the counter
    assert "Martha Wattimena" in paper.text
    again = admin.get("/admin/surat").form().submit(200, unit_id=str(opd.id))
    assert "tidak ada yang perlu surat" in again.text


def test_letters_for_two_hundred_cost_no_query_per_page(admin: PageClient, session: Any) -> None:
    _, opd, school = make_tree()
    for number in range(5):
        make_person(school, f"Orang {number}")
    assert len(prepare_letters(frozenset({school.id}), actor=SYSTEM, most=3)) == 3
    assert len(prepare_letters(frozenset({opd.id, school.id}), actor=SYSTEM)) == 2


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
