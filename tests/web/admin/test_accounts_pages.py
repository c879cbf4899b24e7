"""The admin's pages: accounts, codes, letters, settings, the trail, the first day."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.accounts.queries import find_user
from app.accounts.rules.identity import Grant
from app.accounts.services import create_user, prepare_letters
from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from tests.pages import Page, PageClient
from tests.standing import make_person, make_tree

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


PASSWORD = "ombak-pagi-di-teluk"


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
