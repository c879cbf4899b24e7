"""Rules of logins, as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.errors import PasswordTooCommon, PasswordTooLong, PasswordTooPersonal, PasswordTooShort
from app.accounts.rules import codes
from app.accounts.rules.identity import Grant, is_well_formed
from app.accounts.rules.life import is_over, needs_touch, session_limits
from app.accounts.rules.lockout import (
    ACCOUNT,
    ADDRESS,
    FailedAttempts,
    Limit,
    add_try,
    seconds_blocked,
    undo_attempt,
)
from app.accounts.rules.passwords import ensure_usable

pytestmark = pytest.mark.sqlite
NOW = datetime(2026, 11, 7, 0, 15, tzinfo=UTC)
NIP = "198507122010012009"


def usable(password: str) -> None:
    ensure_usable(password, username="p00412", nip=NIP, names=["Martha Wattimena", "Kota Ambon"])


@pytest.mark.parametrize(
    "password",
    [
        "ombak pagi di teluk",
        "x7$kQp!w2Z",
        "kue bagea tiga biji",
        "Ü" * 3 + "mbak pagi teluk",
        "a1b2c3d4e5f6g7h8" * 8,
    ],
)
def test_long_and_unguessable_passwords_are_taken_as_they_are(password: str) -> None:
    usable(password)


def test_length_is_judged_at_both_ends() -> None:
    usable("kQ7wZp2xNv"[:10])
    with pytest.raises(PasswordTooShort):
        usable("kQ7wZp2xN")
    usable("kQ7wZp2xNv" * 12 + "abcdefgh")
    with pytest.raises(PasswordTooLong):
        usable("kQ7wZp2xNv" * 12 + "abcdefghi")


@pytest.mark.parametrize(
    "password",
    [
        "198507122010012009",
        "x-850712-x-teluk",
        "teluk12071985!",
        "ini 1985-07-12 ya",
        "12.07.85 lahirku",
        "2010012009teluk",
        "20100 12009 kayu",
        "martha di teluk",
        "WATTIMENA-teluk",
        "p00412-p00412",
        "ambon yang indah",
        "JikuBata rahasia",
        "jiku-bata-2026",
    ],
)
def test_passwords_made_of_the_persons_data_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooPersonal):
        usable(password)


@pytest.mark.parametrize(
    "password",
    [
        "rahasia123",
        "1234567890",
        "Password123",
        "p4ssw0rd2026",
        "bismillah99",
        "aaaaaaaaaa",
        "ababababab",
        "qwertyuiop",
        "0987654321",
        "Indonesia1945",
        "november2026",
        "sayangsayang",
        "sayangku2026",
        "1q2w3e4r5t",
        "112233112233",
        "iloveyou123",
        "admin12345",
        "2026merdeka",
        "abcdefghijk",
        "zyxwvutsrq",
    ],
)
def test_passwords_everybody_tries_first_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooCommon):
        usable(password)


def after(tries: FailedAttempts | None, *seconds: float, limit: Limit = ACCOUNT) -> FailedAttempts:
    for second in seconds:
        now = NOW + timedelta(seconds=second)
        assert seconds_blocked(tries, now) == 0
        tries = add_try(tries, limit, now)
    assert tries is not None
    return tries


def test_the_fifth_try_begins_the_pause_and_the_fourth_does_not() -> None:
    assert seconds_blocked(after(None, 0, 0, 0, 0), NOW) == 0
    assert seconds_blocked(after(None, 0, 0, 0, 0, 0), NOW) == 61


@pytest.mark.parametrize(("second", "is_blocked"), [(59, True), (60, False), (61, False)])
def test_the_pause_lasts_a_minute(second: int, is_blocked: bool) -> None:
    tries = after(None, 0, 0, 0, 0, 0)
    assert bool(seconds_blocked(tries, NOW + timedelta(seconds=second))) is is_blocked


def test_no_minute_holds_more_than_five_tries_whatever_their_rhythm() -> None:
    tries = after(None, 0, 59.9, 59.9, 59.9, 59.9)
    assert seconds_blocked(tries, NOW + timedelta(seconds=60)) > 0


def test_after_the_pause_the_count_starts_afresh() -> None:
    assert after(after(None, 0, 0, 0, 0, 0), 60).count == 1


def test_an_office_forgets_its_mistakes_after_ten_minutes_though_it_never_rests() -> None:
    busy = after(None, *range(0, 594, 6), limit=ADDRESS)
    assert seconds_blocked(busy, NOW + timedelta(seconds=599)) == 0
    assert add_try(busy, ADDRESS, NOW + timedelta(seconds=600)).count == 1


def test_a_right_try_is_taken_back_with_the_pause_it_began() -> None:
    full = after(None, *([0] * ADDRESS.most), limit=ADDRESS)
    assert seconds_blocked(full, NOW) > 0
    back = undo_attempt(full, ADDRESS)
    assert (back.count, seconds_blocked(back, NOW)) == (ADDRESS.most - 1, 0)


@pytest.mark.parametrize(
    ("roles", "idle", "whole"),
    [
        ({"employee"}, 12 * 60, 7 * 24 * 60),
        ({"cashier"}, 12 * 60, 12 * 60),
        ({"finance"}, 30, 8 * 60),
        ({"employee", "admin"}, 30, 8 * 60),
        (set(), 12 * 60, 7 * 24 * 60),
    ],
)
def test_the_strictest_role_decides_how_long_a_session_lives(roles: set[str], idle: int, whole: int) -> None:
    life = session_limits(roles)
    assert (life.idle, life.whole) == (timedelta(minutes=idle), timedelta(minutes=whole))


@pytest.mark.parametrize(("seconds", "over"), [(1799, False), (1800, True), (1801, True)])
def test_a_session_is_over_at_the_instant_of_its_limit(seconds: int, over: bool) -> None:
    assert is_over(NOW, NOW, {"finance"}, NOW + timedelta(seconds=seconds)) is over


def test_use_does_not_carry_a_session_past_its_whole_life() -> None:
    later = NOW + timedelta(hours=8)
    assert is_over(NOW, later, {"finance"}, later)


@pytest.mark.parametrize(("seconds", "needed"), [(299, False), (300, True)])
def test_the_last_use_is_noted_every_five_minutes(seconds: int, needed: bool) -> None:
    assert needs_touch(NOW, NOW + timedelta(seconds=seconds)) is needed


def test_a_code_is_read_back_however_it_is_typed() -> None:
    code = codes.format_code(2**80 - 987654321)
    plain = code.replace("-", "")
    assert len(plain) == 16 and len(codes.ALPHABET) ** 16 == 2**80
    for typed in (
        code,
        code.lower(),
        f" {plain} ",
        code.replace("-", " "),
        code.replace("0", "O").replace("1", "l"),
    ):
        assert codes.read(typed) == plain


@pytest.mark.parametrize("text", ["", "ABC", "U" * 16, "0" * 15, "0" * 17, "１" * 16, "0000-0000-0000-000!"])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert codes.read(text) is None


@pytest.mark.parametrize(
    ("grant", "well_formed"),
    [
        (Grant("cashier", booth_id=3), True),
        (Grant("cashier"), True),
        (Grant("opd", unit_id=2), True),
        (Grant("opd"), False),
        (Grant("finance", unit_id=2), False),
        (Grant("opd", unit_id=2, booth_id=3), False),
        (Grant("boss"), False),
    ],
)
def test_a_role_is_bound_to_its_own_kind_of_thing(grant: Grant, well_formed: bool) -> None:
    assert is_well_formed(grant) is well_formed
