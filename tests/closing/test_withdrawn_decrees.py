"""A decree with a typing error is taken back until a month was closed under it, and stays in the history."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.audit.verify import catch_up, verify_chain
from app.closing.decrees import list_months_closed_under, withdraw_decree
from app.extensions import db
from app.minimums.errors import DecreeInUse, DecreeNotFound, DecreeWithdrawn, WithdrawalReasonMissing
from app.minimums.models import Decree
from app.minimums.queries import find_decree_for, get_decree, list_decrees, list_withdrawn_decrees
from app.shared.transaction import begin_writing, commit, rollback
from tests.office import TREASURER, October, close, make_october
from tests.standing import NOVEMBER, OCTOBER, make_decree

REASON = "jumlah jenjang kedua salah ketik"


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open; its decree is `Uji 1/2026`."""
    found = make_october()
    make_decree(number="Uji 2/2026", effective_from="2026-12")
    commit()
    return found


def coming() -> int:
    return next(one.id for one in list_decrees() if one.number == "Uji 2/2026")


def withdraw(decree_id: int, reason: str = REASON) -> None:
    begin_writing()
    withdraw_decree(decree_id, reason, actor=TREASURER)
    commit()


def test_a_withdrawn_decree_holds_for_no_month_and_stays_in_the_history(october: October) -> None:
    decree_id = coming()
    withdraw(decree_id)
    assert [one.number for one in list_decrees()] == ["Uji 1/2026"]
    in_december = find_decree_for(NOVEMBER.next())
    assert in_december is not None and in_december.number == "Uji 1/2026"
    (gone,) = list_withdrawn_decrees()
    assert (gone.id, gone.number, gone.withdrawal.reason if gone.withdrawal else "") == (
        decree_id, "Uji 2/2026", REASON,
    )  # fmt: skip
    assert get_decree(decree_id).tiers == gone.tiers


def test_the_seal_holds_over_a_withdrawal(october: October) -> None:
    withdraw(coming())
    catch_up()
    assert verify_chain(db.session()).is_intact


def test_its_number_is_free_for_the_right_text(october: October) -> None:
    first = coming()
    withdraw(first)
    begin_writing()
    make_decree(number="Uji 2/2026", effective_from="2027-01")
    commit()
    second = coming()
    assert second != first
    withdraw(second)  # and once more
    assert [one.number for one in list_withdrawn_decrees()] == ["Uji 2/2026"] * 2


def test_once_a_month_was_closed_under_it_it_stays(october: October) -> None:
    (holding,) = [one for one in list_decrees() if one.number == "Uji 1/2026"]
    begin_writing()
    close()
    commit()
    assert list_months_closed_under("Uji 1/2026") == [OCTOBER]
    begin_writing()
    with pytest.raises(DecreeInUse):
        withdraw_decree(holding.id, REASON, actor=TREASURER)
    rollback()
    assert len(list_decrees()) == 2


def test_it_is_taken_back_once_with_a_reason(october: October) -> None:
    decree_id = coming()
    begin_writing()
    with pytest.raises(WithdrawalReasonMissing):
        withdraw_decree(decree_id, "  ", actor=TREASURER)
    rollback()
    withdraw(decree_id)
    begin_writing()
    with pytest.raises(DecreeWithdrawn):
        withdraw_decree(decree_id, REASON, actor=TREASURER)
    rollback()
    begin_writing()
    with pytest.raises(DecreeNotFound):
        withdraw_decree(999, REASON, actor=TREASURER)
    rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decree SET number = 'lain' WHERE number = 'Uji 1/2026'",
        "UPDATE decree SET title = 'lain' WHERE number <> 'Uji 1/2026'",
        "UPDATE decree SET number = 'lain lagi' WHERE number <> 'Uji 1/2026'",
        "DELETE FROM decree WHERE number <> 'Uji 1/2026'",
        "UPDATE decree_withdrawal SET reason = 'lain'",
        "DELETE FROM decree_withdrawal",
    ],
)
def test_the_database_refuses_every_other_change(october: October, statement: str) -> None:
    withdraw(coming())
    begin_writing()
    with pytest.raises(DatabaseError):
        db.session.execute(sa.text(statement))
    rollback()
    assert db.session.query(Decree).count() == 2
