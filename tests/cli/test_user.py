"""`flask user add`: active at once; an unusable argument exits 2 and changes nothing."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.queries import find_user
from app.accounts.rules.roles import ROLES
from app.accounts.services import sign_in
from app.booths.models import Booth
from app.booths.queries import find_booth
from app.extensions import db
from app.shared.transaction import commit, is_writing, rollback
from tests.standing import make_person, make_tree

PASSWORD = "ombak-pagi-di-teluk"


def run(app: Flask, *words: str, typed: str | None = PASSWORD + "\n") -> Result:
    if is_writing():
        commit()
    db.session.rollback()
    result = contextvars.Context().run(app.test_cli_runner().invoke, args=["user", *words], input=typed)
    db.session.rollback()
    return result


def counted() -> tuple[int, int]:
    return tuple(db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (User, Booth))  # type: ignore[return-value]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_active_at_once(role: str, app: Flask, session: Any) -> None:
    _, opd, school = make_tree()
    person = make_person(school, "Ani Contoh")
    bound = {"opd": ("--unit", opd.external_id), "employee": ("--employee", person.code)}.get(role, ())
    result = run(app, "add", "Siti", "--role", role, *bound, "--password-stdin")
    assert result.exit_code == 0, result.output
    assert sign_in("siti", PASSWORD).user_id
    rollback()
    made = find_user("siti")
    assert made is not None and made.role_names == {role}
    assert made.scope("opd") == ({opd.id} if role == "opd" else frozenset())


def test_an_employee_is_known_by_a_code_in_small_letters(app: Flask, session: Any) -> None:
    _, _, school = make_tree()
    person = make_person(school, "Ani Contoh")
    typed = (person.code or "").lower()
    assert typed != person.code
    result = run(app, "add", "ani", "--role", "employee", "--employee", typed, "--password-stdin")
    assert result.exit_code == 0, result.output


def test_the_booth_it_names_is_made_and_the_cashier_bound_to_it(app: Flask, session: Any) -> None:
    assert (
        run(app, "add", "siti", "--role", "cashier", "--booth", "Balai  Kota", "--password-stdin").exit_code
        == 0
    )
    assert (
        run(app, "add", "budi", "--role", "cashier", "--booth", "balai kota", "--password-stdin").exit_code
        == 0
    )
    booth, siti, budi = find_booth("Balai Kota"), find_user("siti"), find_user("budi")
    assert booth and siti and budi
    assert siti.scope("cashier") == budi.scope("cashier") == {booth.id}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("siti", "--role", "boss"), "boss"),
        (("siti",), "--role"),
        (("siti", "--role", "finance", "--booth", "Balai Kota"), "--booth hanya"),
        (("siti", "--role", "cashier", "--booth", " "), "nama pojok"),
        (("siti", "--role", "finance", "--unit", "X"), "--unit hanya"),
        (("siti", "--role", "opd"), "--unit"),
        (("siti", "--role", "opd", "--unit", "tidak-ada"), "tidak ditemukan"),
        (("siti", "--role", "employee"), "--employee"),
        (("siti", "--role", "employee", "--employee", "198507122010012009"), "tidak ditemukan"),
        (("198507122010012009", "--role", "finance"), "bukan NIP"),
        (("s t", "--role", "finance"), "huruf kecil"),
        (("ada", "--role", "cashier", "--booth", "Pojok Baru"), "sudah dipakai"),
    ],
)
def test_an_unusable_argument_exits_2_and_changes_nothing(
    words: tuple[str, ...], said: str, app: Flask, session: Any
) -> None:
    assert run(app, "add", "ada", "--role", "finance", "--password-stdin").exit_code == 0
    before = counted()
    result = run(app, "add", *words, "--password-stdin")
    assert result.exit_code == 2, result.output
    assert said in result.output + result.stderr
    assert counted() == before


@pytest.mark.parametrize("typed", ["", "\n", "pendek\n", "rahasia123\n", "x" * 129 + "\n"])
@pytest.mark.both_engines
def test_an_unusable_password_exits_2_and_makes_no_booth(typed: str, app: Flask, session: Any) -> None:
    result = run(app, "add", "siti", "--role", "cashier", "--booth", "Pojok", "--password-stdin", typed=typed)
    assert result.exit_code == 2
    assert counted() == (0, 0)


def test_the_password_never_stands_in_the_command(app: Flask, session: Any) -> None:
    result = run(app, "add", "siti", "--role", "admin")
    assert result.exit_code == 2 and "--password-stdin" in result.output + result.stderr
    assert PASSWORD not in run(app, "add", "siti", "--role", "admin", "--password-stdin").output


def test_a_code_by_command_line_lets_somebody_back_in(app: Flask, session: Any) -> None:
    run(app, "add", "siti", "--role", "admin", "--password-stdin")
    result = run(app, "code", "siti")
    assert result.exit_code == 0 and len(result.output.split()[-1]) == 19
    assert run(app, "code", "tidakada").exit_code == 2
