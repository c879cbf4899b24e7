"""Cashiers on the manager's pages: day accounts in seconds, PINs shown once, and the cashier's own PIN."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.accounts.models import CashierPin, User
from app.accounts.rules.pins import derive
from app.accounts.services import create_day_cashier
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from tests.counter import Counter, make_counter
from tests.pages import Page, PageClient


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    """A manager of all booths."""
    return as_role("manager")


def shown_pin(page: Page) -> str:
    """The six digits on the card."""
    return page.words("dd", class_="pin-number")[0].replace(" ", "")


def opens(user_id: int, pin: str) -> bool:
    """Whether a till would unlock for this cashier with this PIN."""
    db.session.expire_all()
    pin_row = db.session.get_one(CashierPin, user_id)
    return derive(pin, bytes.fromhex(pin_row.salt), pin_row.iterations) == pin_row.verifier


def test_a_volunteer_gets_an_account_for_today_in_one_form(manager: PageClient, counter: Counter) -> None:
    manager.get("/pengelola/kasir/harian")
    page = manager.form().submit(name="Ona", expect=201)
    pin = shown_pin(page)
    user = db.session.query(User).filter_by(display_name="Ona").one()
    assert re.fullmatch("[0-9]{6}", pin) and opens(user.id, pin)
    assert (user.valid_until, user.password_hash) == (date(2026, 11, 7), "")
    assert [(one.role, one.booth_id) for one in user.roles] == [("cashier", counter.booth_id)]
    listed = manager.get("/pengelola/kasir")
    assert "hari ini saja" in listed.text and pin not in listed.body
    assert not any(pin in str(event.details) for event in db.session.query(AuditEvent))


def test_six_taps_make_one_helper_with_one_pin(manager: PageClient, counter: Counter) -> None:
    manager.get("/pengelola/kasir/harian")
    form = manager.form()
    pages = [form.submit(name="Ona", expect=201) for _tap in range(6)]
    (user,) = db.session.query(User).filter_by(display_name="Ona")
    (pin,) = {shown_pin(page) for page in pages}
    assert opens(user.id, pin)
    other = form.submit(name="Ina", expect=201)  # back to the form, another name typed: somebody else
    assert shown_pin(other) != pin and db.session.query(User).filter_by(display_name="Ina").count() == 1
    manager.get("/pengelola/kasir/harian")
    again = manager.form().submit(name="Ona", expect=201)  # a new form is a new helper of the same name
    assert shown_pin(again) != pin and db.session.query(User).filter_by(display_name="Ona").count() == 2


def test_a_form_sent_again_after_the_pin_was_changed_shows_no_pin(
    manager: PageClient, counter: Counter
) -> None:
    manager.get("/pengelola/kasir/harian")
    form = manager.form()
    old = shown_pin(form.submit(name="Ona", expect=201))
    user = db.session.query(User).filter_by(display_name="Ona").one()
    new = shown_pin(manager.post(f"/pengelola/kasir/{user.id}/pin", {}, expect=201))
    assert "lalu diubah" in form.submit(name="Ona", expect=422).text
    assert opens(user.id, new) and not opens(user.id, old)


@pytest.mark.parametrize("key", ["", "x", "' OR 1=1"])
def test_a_form_without_its_number_still_makes_a_helper(
    manager: PageClient, counter: Counter, key: str
) -> None:
    manager.get("/pengelola/kasir/harian")
    manager.form().submit(name="Ona", key=key, expect=201)
    assert db.session.query(User).filter_by(display_name="Ona").count() == 1


def test_a_day_account_may_last_until_a_chosen_day_but_not_until_yesterday(manager: PageClient) -> None:
    manager.get("/pengelola/kasir/harian")
    manager.form().submit(name="Ona", day="2026-11-06", expect=422)
    page = manager.form().submit(name="Ona", day="2026-11-09", expect=201)
    assert "berlaku sampai 9 November 2026" in page.text


def test_a_new_pin_ends_the_one_before(manager: PageClient, counter: Counter) -> None:
    user, old = create_day_cashier("Ona", counter.booth_id, date(2026, 11, 7), actor=SYSTEM)
    manager.get("/pengelola/kasir")
    page = manager.form(f"/pengelola/kasir/{user.id}/pin").submit(expect=201)
    pin = shown_pin(page)
    assert opens(user.id, pin) and (pin == old or not opens(user.id, old))


def test_a_day_account_ends_early_and_a_lasting_one_does_not(
    manager: PageClient, counter: Counter, as_role: Any
) -> None:
    sarah = as_role("cashier", booth=counter.booth_id, username="sarah").user
    user, _pin = create_day_cashier("Ona", counter.booth_id, date(2026, 11, 7), actor=SYSTEM)
    manager.get("/pengelola/kasir")
    page = manager.form(f"/pengelola/kasir/{user.id}/akhiri").submit().follow()
    assert "Akun Ona diakhiri" in page.text and [row["Nama"] for row in page.rows()] == ["sarahsarah"]
    manager.post(f"/pengelola/kasir/{sarah.id}/akhiri", expect=404)
    db.session.expire_all()
    assert not db.session.get_one(User, user.id).is_active and db.session.get_one(User, sarah.id).is_active


def test_a_manager_answers_only_for_cashiers_of_the_own_booth(
    as_role: Any, counter: Counter, session: Any
) -> None:
    other = create_booth("Gedung A", actor=SYSTEM)
    ona, _pin = create_day_cashier("Ona", counter.booth_id, date(2026, 11, 7), actor=SYSTEM)
    everywhere = as_role("cashier", username="semua").user
    official = as_role("finance", username="bendahara").user
    bound = as_role("manager", booth=other.id)
    page = bound.get("/pengelola/kasir")
    assert "Ona" not in page.text and "diatur admin kota" in page.text and "semua" in page.text
    bound.get("/pengelola/kasir/harian")
    for user in (ona, everywhere, official):
        bound.post(f"/pengelola/kasir/{user.id}/pin", expect=404)
        bound.post(f"/pengelola/kasir/{user.id}/akhiri", expect=404)
    bound.post(
        "/pengelola/kasir/harian", {"booth": counter.booth_id, "name": "X", "day": "2026-11-07"}, expect=422
    )
    as_role("manager", username="kota").get("/pengelola/kasir")
    assert db.session.query(CashierPin).count() == 1


def test_a_cashier_sets_the_own_pin_and_a_weak_one_is_refused_in_words(
    as_role: Any, counter: Counter, session: Any
) -> None:
    sarah = as_role("cashier", booth=counter.booth_id, username="sarah")
    sarah.get("/kasir/pin")
    for pin, again, words in (
        ("111111", "111111", "mudah ditebak"),
        ("123456", "123456", "mudah ditebak"),
        ("90210", "90210", "terdiri dari enam angka"),
        ("902107", "902170", "tidak sama"),
    ):
        assert words in sarah.form().submit(pin=pin, again=again, expect=422).text
    sarah.form().submit(pin="902107", again="902107", expect=303)
    assert opens(sarah.user.id, "902107")
