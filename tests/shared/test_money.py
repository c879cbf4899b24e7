"""Whole rupiah, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.money import MAX_AMOUNT, NotRupiah, format_rupiah, parse_rupiah


@pytest.mark.parametrize(
    ("text", "amount"),
    [("20000", 20000), ("20.000", 20000), ("Rp20.000", 20000), ("Rp 20.000", 20000), ("rp. 1.234.567", 1234567),
     ("Rp20.000,00", 20000), ("20.000,-", 20000), ("0", 0), ("999.999.999.999", MAX_AMOUNT)],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "-1", "1e3", "1_000", "NaN", "１９", "٣٤", "20,000", "2.00", "1.2345", "20.000,50", "true", "9" * 13,
     "1.000.000.000.000", "0x10", "Rp", "20 ribu", "1\n2"],
)  # fmt: skip
def test_what_is_no_whole_rupiah_amount_is_refused(text: str) -> None:
    with pytest.raises(NotRupiah):
        parse_rupiah(text)


@given(st.integers(0, MAX_AMOUNT))
def test_what_is_written_is_read_back(amount: int) -> None:
    assert parse_rupiah(format_rupiah(amount)) == amount


def test_a_negative_amount_carries_its_sign_in_front() -> None:
    assert format_rupiah(-5000) == "−Rp5.000"
