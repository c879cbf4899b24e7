"""The code on a receipt: equal on both sides, exact on the way back, small enough for the printer, not to be forged."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import segno

from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.paper.receipt_code import UnreadableCode, make_receipt_code, printed_address, read_receipt_code
from app.sales.rules import content_digest
from app.web.api.schemas import read_item

GIVEN = json.loads((Path(__file__).parent / "receipt_vectors.json").read_text(encoding="utf-8"))
KEY = bytes.fromhex(GIVEN["key"])
TOLD = [one for one in GIVEN["vectors"] if one["code"]]
ORIGIN = "https://jikubata.kotaambon.example"


def draft_of(one: dict[str, Any]) -> SaleDraft:
    read = read_item(one["sale"])
    assert isinstance(read, SaleDraft)
    return read


@pytest.mark.parametrize("one", GIVEN["vectors"], ids=lambda one: one["what"])
def test_the_code_is_the_one_the_till_makes(one: dict[str, Any]) -> None:
    assert make_receipt_code(draft_of(one), KEY, one["till"]) == one["code"]


@pytest.mark.parametrize("one", TOLD, ids=lambda one: one["what"])
def test_what_comes_back_is_the_sale_as_it_was_sent(one: dict[str, Any]) -> None:
    sale = draft_of(one)
    number = sale.buyer.value if sale.buyer.key != "name" else ""
    name = sale.buyer.name or (sale.buyer.value if sale.buyer.key == "name" else "")
    code = read_receipt_code(f"{ORIGIN}/cek/7QK3-M9ZD#{one['code']}\n")
    assert code.till_id == one["till"]
    assert code.is_signed_by(KEY) and code.is_buyer(KEY, number, name)
    assert code.with_typed(number, name) == sale
    assert content_digest(code.with_typed(number, name)) == content_digest(sale)
    assert (code.asks_number or code.asks_name) is (sale.buyer.key not in ("public", "employee"))


@pytest.mark.parametrize("one", TOLD, ids=lambda one: one["what"])
def test_what_was_typed_is_not_in_the_code_and_yet_proven(one: dict[str, Any]) -> None:
    sale, code = draft_of(one), read_receipt_code(one["code"])
    if sale.buyer.key not in ("public", "employee"):
        assert sale.buyer.value.encode() not in code.payload
        assert sale.buyer.name == "" or sale.buyer.name.encode() not in code.payload
        assert not code.is_buyer(KEY, "lain", "lain")
        assert not code.is_buyer(b"lain", sale.buyer.value, sale.buyer.name or sale.buyer.value)


def test_no_byte_can_be_changed_and_no_other_till_can_have_signed_it() -> None:
    code = read_receipt_code(TOLD[0]["code"])
    assert code.is_signed_by(KEY) and not code.is_signed_by(b"lain")
    for place in range(len(code.payload)):
        changed = bytearray(code.payload)
        changed[place] ^= 1
        assert not replace(code, payload=bytes(changed)).is_signed_by(KEY)


@pytest.mark.parametrize(
    "text",
    ["", "halo", "2..", "2.AAAA." + "A" * 22, TOLD[0]["code"][:-1], TOLD[0]["code"] + "A", "1" + TOLD[0]["code"][1:],
     TOLD[0]["code"].replace(".", "…"), TOLD[0]["code"][:-1] + "R",
     "2." + "A" * 400 + "." + "A" * 22, "2.AAAAA." + "A" * 22],
)  # fmt: skip
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCode):
        read_receipt_code(text)


def typical(lines: int, *, free: bool = False) -> str:
    """The code of an ordinary sale: ids of a grown city."""
    goods = [
        LineDraft(2, 125_000, None, "Dapur Kenari Ibu Ema", f"Bagea kenari {place}")
        if free
        else LineDraft(2, 125_000, 1000 + place)
        for place in range(lines)
    ]
    sale = SaleDraft(
        str(uuid.uuid4()), datetime(2026, 11, 7, 0, 15, 2, 120_000, tzinfo=UTC), BuyerRef("employee", "150000"),
        tuple(goods), "cash", "sarah.pattiasina", str(uuid.uuid4()),
    )  # fmt: skip
    return make_receipt_code(sale, KEY, 1234)


@pytest.mark.parametrize(("lines", "free"), [*((n, False) for n in range(1, 13)), (1, True), (3, True)])
def test_ordinary_sales_fit_the_printer(lines: int, free: bool) -> None:
    printed = printed_address(ORIGIN, "7QK3-M9ZD", typical(lines, free=free))
    assert printed.is_whole
    assert segno.make_qr(printed.text, error=printed.level, boost_error=False).version <= 12


def test_a_sale_too_long_for_the_printer_carries_its_number_alone() -> None:
    printed = printed_address(ORIGIN, "7QK3-M9ZD", typical(8, free=True))
    assert (printed.text, printed.is_whole) == (f"{ORIGIN}/cek/7QK3-M9ZD", False)


@pytest.mark.parametrize(("level", "room"), [("m", 287), ("l", 367)])
def test_the_rooms_are_those_of_version_12(level: str, room: int) -> None:
    assert segno.make_qr("a" * room, error=level, boost_error=False).version == 12
    assert segno.make_qr("a" * (room + 1), error=level, boost_error=False).version == 13
