"""Shops in the Dinas' sheet: known ones are claimed once, the others are said with their row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.channels.models import Channel
from app.channels.rules import split_addresses
from app.extensions import db

HEADER = ("NAMA USAHA", "NAMA PEMILIK", "TOKO DARING")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shopee.co.id/ani12, https://tokopedia.com/ani", ["shopee.co.id/ani12", "https://tokopedia.com/ani"]),
        ("Shopee: shopee.co.id/ani12\nIG: instagram.com/ani.", ["shopee.co.id/ani12", "instagram.com/ani"]),
        ("shopee.co.id/dapurani; shopee.co.id/dapurani", ["shopee.co.id/dapurani"]),
        ("Tokopedia dan  Shopee", ["Tokopedia dan Shopee"]),
        ("@dapurani", ["@dapurani"]),
        ("(https://wa.me/628123456789)", ["https://wa.me/628123456789"]),
    ],
)  # fmt: skip
def test_a_cell_is_split_into_addresses(text: str, found: list[str]) -> None:
    assert split_addresses(text) == found


def sheet(folder: Path, *shops: str | None) -> str:
    made = Workbook()
    for row in (HEADER, *((f"Dapur {place}", "Ibu Ani", shop) for place, shop in enumerate(shops, 1))):
        made.active.append(row)
    path = folder / "umkm.xlsx"
    made.save(path)
    return str(path)


def shops() -> list[tuple[str, str, str]]:
    db.session.rollback()
    return [(one.kind, one.address, one.state) for one in db.session.query(Channel).order_by(Channel.id)]


@pytest.mark.both_engines
def test_known_shops_are_claimed_once_and_the_rest_is_said_with_its_row(app: Any, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "Shopee: https://shopee.co.id/dapursatu?x=1, tokopedia.com/dapur-satu",
        "tokojahat.example/dapur, instagram.com/dapur.dua",
        "bukalapak.com/u/dapurtiga",
        "https://www.tokopedia.com/search",
        "Tokopedia dan Shopee",
        "javascript:alert(1)",
        "-",
        None,
    )
    expected = [
        ("shopee", "https://shopee.co.id/dapursatu", "claimed"),
        ("tokopedia", "https://tokopedia.com/dapur-satu", "claimed"),
        ("instagram", "https://instagram.com/dapur.dua", "claimed"),
    ]
    for created, unchanged in ((8, 0), (0, 8)):
        done = app.test_cli_runner().invoke(args=["makers", "register", path])
        assert done.exit_code == 0, done.output
        line = json.loads(done.stdout.strip().splitlines()[-1])
        assert (line["created"], line["unchanged"], line["refused"]) == (created, unchanged, 0)
        said = [one for one in done.stderr.splitlines() if one.startswith("Baris")]
        assert [one.partition(":")[0] for one in said] == [f"Baris {row}" for row in (3, 4, 5, 6, 7)]
        assert "tokojahat.example/dapur" in said[0] and "Bukalapak" in said[1]
        assert shops() == expected


def test_a_dry_run_says_the_same_and_claims_nothing(app: Any, tmp_path: Path) -> None:
    path = sheet(tmp_path, "tokopedia.com/dapur-satu", "apa saja")
    done = app.test_cli_runner().invoke(args=["makers", "register", path, "--dry-run"])
    assert done.exit_code == 0 and "Baris 3: apa saja" in done.stderr and shops() == []
