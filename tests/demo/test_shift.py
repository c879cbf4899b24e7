"""The demo city moves as one."""

from datetime import date

import pytest

from app.demo.shift import months_to_move, move_date, move_decree, move_sheet
from app.shared.period import Period


@pytest.mark.parametrize(
    ("running", "months"), [("2026-10", 0), ("2026-11", 1), ("2027-01", 3), ("2026-09", -1), ("2028-02", 16)]
)
def test_the_last_book_becomes_the_running_month(running: str, months: int) -> None:
    assert months_to_move(Period.parse(running)) == months


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 10, 7), 1, date(2026, 11, 7)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_a_day_keeps_its_number_as_far_as_the_month_has_it(day: date, months: int, moved: date) -> None:
    assert move_date(day, months) == moved


def test_a_decree_moves_its_dates_and_keeps_its_number() -> None:
    text = 'number = "Contoh 7/2026"\nsigned_on = "2026-10-02"\neffective_from = "2026-10"\n'
    moved = 'number = "Contoh 7/2026"\nsigned_on = "2026-11-02"\neffective_from = "2026-11"\n'
    assert move_decree(text, 1) == moved


def test_rows_after_now_are_left_out() -> None:
    rows = [["TANGGAL", "NAMA"], ["07-10-2026", "A"], ["21-10-2026", "B"]]
    moved = move_sheet(rows, "TANGGAL", 1, keep=lambda row: row["TANGGAL"] < "10-11-2026")
    assert moved == [["TANGGAL", "NAMA"], ["07-11-2026", "A"]]
