"""The first admin of an empty city: by the code of the server's log, once, and by nobody else."""

from __future__ import annotations

import contextlib
import logging
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.errors import CodeRefused, TooManyTries
from app.accounts.rules.lockout import ADDRESS
from app.accounts.services.first_admin import FILE, create_first_admin, offer_code
from app.accounts.services.tries import count_try
from app.audit.services import client_address
from app.bootstrap import check_before_serving
from app.extensions import db
from app.shared.transaction import commit, rollback
from tests.conftest import Clock
from tests.pages import Page, PageClient

PASSWORD = "ombak tenang di teluk"


def the_code(app: Flask) -> str:
    return offer_code(Path(app.instance_path))[0]


def fill(client: PageClient, status: int, code: str, **changed: str) -> Page:
    values = {"code": code, "username": "kepala-tik", "password": PASSWORD, "again": PASSWORD} | changed
    return client.get("/admin-pertama").form().submit(status, **values)


def accounts() -> int:
    db.session.rollback()
    return int(db.session.execute(text("SELECT count(*) FROM user_account")).scalar_one())


def test_the_log_tells_the_code_and_the_page_makes_the_admin_once(
    app: Flask, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        check_before_serving(app)
        check_before_serving(app)  # the second process of one server tells the same
    code = the_code(app)
    assert sum(code in one.getMessage() for one in caplog.records) == 2
    assert (Path(app.instance_path) / FILE).stat().st_mode & 0o077 == 0
    assert "Buat admin pertama" in client.get("/masuk").text
    fill(client, 303, code)
    assert accounts() == 1
    client.is_signed_in = True
    assert "kota" in client.get("/admin/mulai-kota").text
    stranger = app.test_client()
    assert stranger.get("/admin-pertama").status_code == 404
    assert "admin pertama" not in stranger.get("/masuk").text
    check_before_serving(app)
    assert not (Path(app.instance_path) / FILE).exists()


def test_a_wrong_or_late_code_makes_nobody_and_is_counted(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    code = the_code(app)
    assert "Lihat log server" in fill(client, 422, "AAAA-AAAA-AAAA-AAAA").text
    clock.shift(minutes=61)
    fill(client, 422, code)
    assert the_code(app) != code
    client_address.set("127.0.0.1")
    with contextlib.suppress(TooManyTries):
        for _ in range(ADDRESS.most + 1):
            count_try(None)
    fill(client, 429, the_code(app))
    assert accounts() == 0


def test_a_weak_password_keeps_what_was_typed_and_the_code(app: Flask, client: PageClient) -> None:
    code = the_code(app)
    page = fill(client, 422, code, password="pendek", again="pendek")
    assert page.form().values["username"] == ["kepala-tik"] and accounts() == 0
    fill(client, 303, code)


@pytest.mark.both_engines
def test_of_two_at_once_one_becomes_admin(app: Flask) -> None:
    folder, code, ends = Path(app.instance_path), the_code(app), []

    def ask(name: str) -> None:
        with app.app_context():
            try:
                create_first_admin(folder, code, name, PASSWORD)
                commit()
                ends.append("made")
            except CodeRefused:
                rollback()
                ends.append("refused")
            finally:
                db.session.remove()

    db.session.rollback()
    both = [threading.Thread(target=ask, args=(name,)) for name in ("satu-admin", "dua-admin")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(ends) == ["made", "refused"]
    assert accounts() == 1
