"""One record, and its pages beside it, are all a new role takes: planted here, walked, and taken out again."""

from __future__ import annotations

import contextvars
import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import event

from app.accounts.queries import find_user
from app.accounts.rules.life import session_limits
from app.accounts.rules.roles import ROLES, STRICT, Role, roles_bound_to
from app.cli import user as user_command
from app.demo.people import LOGINS
from app.extensions import db
from app.shared.transaction import commit, is_writing
from app.web.http.policy import may_enter
from app.web.http.roles import PAGES, RolePages
from tests.pages import PageClient
from tests.shape.house import ROOT
from tests.standing import make_tree
from tests.web.routes import MISSING, address, ask, routes

PASSWORD = "ombak-pagi-di-teluk"
HOME = "/keuangan/aturan"
READS = frozenset({"finance.list_decrees", "finance.show_decree"})


@pytest.fixture
def observer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A role that reads the decrees, bound to a unit; ask for it before `session`, whose connection it prepares.

    What its migration would do, let the database take the name, is done here for SQLite."""
    event.listen(db.engine, "checkout", _accept_any_role)
    with monkeypatch.context() as planted:
        planted.setitem(ROLES, "observer", Role("observer", "unit", is_scope_required=True, limits=STRICT))
        planted.setitem(PAGES, "observer", RolePages(lazy_gettext("Pengamat"), HOME, reads=READS))
        importlib.reload(user_command)  # a command reads the roles once, when its process starts
        yield "observer"
    importlib.reload(user_command)


def _accept_any_role(connection: Any, *_others: Any) -> None:
    connection.execute("PRAGMA ignore_check_constraints=ON")


def run_add(app: Flask, *words: str) -> Result:
    if is_writing():
        commit()
    db.session.rollback()
    args = ["add", *words, "--password-stdin"]
    runner = app.test_cli_runner()
    result = contextvars.Context().run(runner.invoke, user_command.user, args=args, input=f"{PASSWORD}\n")
    db.session.rollback()
    return result


def test_each_role_has_its_pages_in_the_same_order_and_a_name_that_can_be_stored() -> None:
    assert list(ROLES) == list(PAGES), "app/accounts/rules/roles.py and app/web/http/roles.py name them alike"
    assert list(ROLES) == [role.name for role in ROLES.values()]
    assert all(len(name) <= 10 for name in ROLES)
    assert all(pages.rooms or pages.reads for pages in PAGES.values())


def test_each_role_can_be_tried_in_the_demo_city() -> None:
    assert {login.role for login in LOGINS} == set(ROLES), "give each a login in app/demo/people.py"
    papers = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [one.username for one in LOGINS if f"`{one.username}`" not in papers], (
        "name each login in README"
    )


def test_each_front_page_opens_for_its_role(app: Flask) -> None:
    for role, pages in PAGES.items():
        endpoint, _ = app.url_map.bind("").match(pages.home, method="GET")
        assert may_enter(str(endpoint), frozenset({role}), True), role


def test_the_command_knows_a_new_role_and_what_it_is_bound_to(
    app: Flask, observer: str, session: Any
) -> None:
    _, opd, _ = make_tree()
    unbound = run_add(app, "siti", "--role", observer)
    assert unbound.exit_code == 2 and "observer perlu --unit" in unbound.stderr
    assert "opd atau observer" in run_add(app, "siti", "--role", "finance", "--unit", "X").stderr
    assert observer in run_add(app, "--help").output
    made = run_add(app, "siti", "--role", observer, "--unit", opd.external_id)
    assert made.exit_code == 0, made.output
    siti = find_user("siti")
    assert siti is not None and siti.scope(observer) == {opd.id}
    assert session_limits(siti.role_names) == STRICT


def test_whoever_has_a_new_role_signs_in_to_its_front_page_and_menu(
    app: Flask, observer: str, session: Any
) -> None:
    _, opd, _ = make_tree()
    assert run_add(app, "siti", "--role", observer, "--unit", opd.external_id).exit_code == 0
    siti = PageClient(app)
    entered = siti.get("/masuk").form().submit(303, username="siti", password=PASSWORD)
    assert entered.location == HOME
    page = entered.follow()
    assert page.words("nav", class_="menu-links") == ["Aturan"]
    assert "Pengamat" in page.words("p", class_="menu-person")[0]
    assert 'class="reading"' in page.body


def test_a_new_role_among_others_is_one_choice_after_signing_in(
    as_role: Any, observer: str, session: Any
) -> None:
    _, opd, _ = make_tree()
    both: PageClient = as_role("finance", observer, unit=opd)
    links = both.get("/mulai").links
    assert links["Pengamat"] == HOME and links["Keuangan"] == "/keuangan/"


def test_the_admin_gives_and_takes_a_new_role(as_role: Any, observer: str, session: Any) -> None:
    _, opd, _ = make_tree()
    admin: PageClient = as_role("admin")
    form = admin.get("/admin/akun/baru").form()
    unbound = form.submit(422, username="siti", role=observer)
    assert "perlu satu unit kerja" in unbound.text and "Unit kerja (OPD, Pengamat)" in unbound.text
    form.submit(200, username="siti", role=observer, unit_id=str(opd.id))
    (listed,) = admin.get("/admin/", query={"peran": observer}).rows()
    assert listed["Peran"] == "Pengamat"
    siti = find_user("siti")
    assert siti is not None
    page = admin.get(f"/admin/akun/{siti.id}")
    assert page.rows()[0]["Peran"] == "Pengamat" and page.rows()[0]["Terikat pada"] == "Dinas Pendidikan"
    page.form(f"/admin/akun/{siti.id}/peran/cabut").submit()
    db.session.expire_all()
    assert find_user("siti").role_names == frozenset()  # type: ignore[union-attr]


def test_every_other_page_stays_closed_to_a_new_role(
    app: Flask, as_role: Any, observer: str, session: Any
) -> None:
    _, opd, _ = make_tree()
    siti: PageClient = as_role(observer, unit=opd)
    siti.get(HOME)
    opened = set()
    for route in routes(app, "GET", "POST"):
        if may_enter(route.endpoint, frozenset({observer}), True):
            opened.add(route.endpoint)
            continue
        answer = ask(siti, route.method, address(route.rule), token=siti.token)
        assert answer.status_code == 403, (route.endpoint, route.method)
    assert {endpoint for endpoint in opened if endpoint.startswith("finance.")} == READS
    siti.get(f"/keuangan/aturan/{MISSING['id']}", expect=404)


def test_a_role_that_was_taken_out_opens_nothing_and_is_offered_nowhere(
    app: Flask, as_role: Any, observer: str, session: Any
) -> None:
    _, opd, _ = make_tree()
    siti: PageClient = as_role(observer, unit=opd)
    siti.get(HOME)
    del ROLES[observer], PAGES[observer]
    siti.get(HOME, expect=403)
    assert "Belum ada peran" in siti.get("/mulai").text
    admin: PageClient = as_role("admin")
    assert "Pengamat" not in admin.get("/admin/akun/baru").text
    assert (
        observer in admin.get(f"/admin/akun/{siti.user.id}").text
    )  # still named, so that it can be taken away
    assert roles_bound_to("unit") == ("opd",)
    importlib.reload(user_command)
    assert run_add(app, "budi", "--role", observer).exit_code == 2
