"""Every entrance for text is fed growing inputs that were made to be slow: none costs more than in proportion."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.accounts.rules.passwords import ensure_usable, normal
from app.directory.rules import UnitTree, fold_name, read_code
from app.directory.rules.nip import read_nip
from app.directory.rules.spellings import read_echelon, read_grade, read_status
from app.excel.errors import UnusableFile
from app.excel.reader import open_rows
from app.excel.text_table import read_text_table
from app.imports.cells import read_time
from app.makers.rules import read_barcode, tidy_name
from app.minimums.rules.matching import names_acting_post
from app.minimums.rules.reading import MOST_CHARACTERS, read_decree
from app.shared.money import parse_rupiah
from app.shared.period import Period
from app.web.api.schemas import read_item
from app.web.api.strict_json import parse_object
from app.web.ui.forms import (
    BaseForm,
    NipField,
    ParagraphField,
    RupiahField,
    TextField,
    TypedField,
    clean_text,
)
from tests.costs import grows_linearly
from tests.excel.packages import DECLARATION, MAIN, OFFICE, pack, parts, relations, sheet

UNITS = {
    "marks in the wrong order": lambda size: "a" + "\u0301" * (size // 2) + "\u0323" * (size // 2),
    "blanks before nothing": lambda size: "x" + " " * size + "y",
    "wide blanks": lambda size: "\u00a0" * size + "x",
    "line ends": lambda size: "a" + "\n\r" * (size // 2) + "b",
    "digits": lambda size: "1" * size,
    "digits and dots": lambda size: "1." * (size // 2),
    "quotes and backslashes": lambda size: '"' + '\\"' * (size // 2),
    "apostrophes": lambda size: "'" * size + "x",
    "open brackets": lambda size: "[" * size,
    "words": lambda size: "iv " * (size // 3),
    "a rank and blanks": lambda size: "iv" + " " * size + "/",
    "percent signs": lambda size: "%e" * (size // 2),
    "wide letters": lambda size: "\ufdfa" * size,
    "sigmas": lambda size: "Σ'" * (size // 2),
}
READERS: dict[str, Callable[[str], object]] = {
    "clean_text": clean_text,
    "clean_text of a search": lambda text: clean_text(text, 100),
    "fold_name": fold_name,
    "read_code": read_code,
    "read_nip": read_nip,
    "read_grade": read_grade.__wrapped__,
    "read_echelon": getattr(read_echelon, "__wrapped__", read_echelon),
    "read_status": getattr(read_status, "__wrapped__", read_status),
    "names_acting_post": names_acting_post,
    "password": normal,
    "password rules": ensure_usable,
    "rupiah": parse_rupiah,
    "month": Period.parse,
    "barcode": read_barcode,
    "maker": tidy_name,
    "time of a book": lambda text: read_time(text, "time"),
    "json string": lambda text: parse_object(('{"a": "' + text).encode()),
    "json brackets": lambda text: parse_object(('{"a":' + "[" * 21 + text).encode()),
    "sale": lambda text: read_item(
        {"id": text, "sold_at": text, "cashier": text, "buyer": {"nip": text}, text: 1}
    ),
    "decree": lambda text: read_decree(text, UnitTree(())),
    "decree text": lambda text: read_decree('a = "' + text, UnitTree(())),
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_of_text_costs_no_more_than_in_proportion(reader: str, unit: str) -> None:
    assert grows_linearly(READERS[reader], UNITS[unit], 8_000)


@pytest.mark.parametrize("of_each", ["fields", "lines", "buyer"])
def test_an_item_with_many_faults_costs_no_more_than_in_proportion(of_each: str) -> None:
    def make(size: int) -> dict[str, Any]:
        many = {f"k{place}": place for place in range(size)}
        return {"fields": many, "lines": {"lines": [many]}, "buyer": {"buyer": many}}[of_each]

    assert grows_linearly(read_item, make, 8_000)


@pytest.mark.parametrize("field", [TextField, ParagraphField, NipField, RupiahField, TypedField])
@pytest.mark.parametrize("unit", UNITS)
def test_a_field_of_a_form_costs_no_more_than_in_proportion(app: Any, field: Any, unit: str) -> None:
    class OneField(BaseForm):
        typed = field("Isian")

    def read(text: str) -> object:
        with app.test_request_context("/", method="POST", data={"typed": text}):
            return OneField(meta={"csrf": False}).validate()

    assert grows_linearly(read, UNITS[unit], 4_000)


TOML = {
    "one key of many parts": lambda size: "a." * (size // 2) + "b=1",
    "many keys of many parts": lambda size: "\n".join(f"a{n}.b.c.d.e.f=1" for n in range(size // 16)),
    "many tables": lambda size: "\n".join(f"[t{n}.a.b]" for n in range(size // 12)),
    "brackets": lambda size: "a = " + "[" * size,
    "braces": lambda size: "a = " + "{b=" * (size // 3),
    "open text": lambda size: 'a = """' + '\\"' * (size // 2),
    "quotes": lambda size: 'a = "' + '""' * (size // 2),
    "comments": lambda size: "#" * size,
    "many posts": lambda size: (
        "[[tier]]\n[tier.match]\nposition = [" + ",".join(f'"{n}"' for n in range(size // 8))
    ),
    "many posts, closed": lambda size: (
        "[[tier]]\n[tier.match]\nposition = [" + ",".join(f'"{n}"' for n in range(size // 8)) + "]"
    ),
    "many alternatives": lambda size: "[[tier]]\n" + '[[tier.match]]\ngrade = "a"\n' * (size // 28),
    "unknown keys": lambda size: "\n".join(f"k{n} = 1" for n in range(size // 10)),
    "hexadecimal digits": lambda size: "x = 0x" + "f" * size,
}


@pytest.mark.parametrize("text", TOML)
def test_a_decree_costs_no_more_than_in_proportion(text: str) -> None:
    most = MOST_CHARACTERS // 4
    assert grows_linearly(lambda one: read_decree(one, UnitTree(())), TOML[text], most)


def _workbook(folder: Path, body: str, *, is_cut: bool = False) -> Path:
    path, whole = folder / "a.xlsx", sheet(body)
    content = whole[: whole.rindex(body) + len(body)] if is_cut else whole
    path.write_bytes(pack(parts(content), zipfile.ZIP_STORED))
    return path


SHEETS = {
    "a tag that never ends": lambda size: '<row r="1"><c r="A1"' + ' t="e"' * (size // 6),
    "cells that never end": lambda size: '<row r="1">' + '<c r="A1" t="s"' * (size // 15),
    "kinds without a value": lambda size: '<row r="1"><c r="A1"' + " t =" * (size // 4),
    "blanks in a tag": lambda size: '<row r="1"><c r="A1" t=' + " " * size,
    "formulas that never end": lambda size: '<row r="1">' + '<c r="A1"><f ' * (size // 13),
    "blanks before a formula": lambda size: '<row r="1"><c r="A1">' + " " * size + "<f/></c></row>",
    "no cell at all": lambda size: "<x/>" * (size // 4),
    "a comment that never ends": lambda size: "<!-- " + "> " * (size // 2),
    "a text that never ends": lambda size: '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "a" * size,
    "names with points": lambda size: '<row r="1"><' + "a." * (size // 2) + ":c r='A1'/></row>",
}


@pytest.mark.parametrize("is_cut", [False, True], ids=["whole", "cut"])
@pytest.mark.parametrize("body", SHEETS)
def test_a_sheet_costs_no_more_than_in_proportion(body: str, is_cut: bool, tmp_path: Path) -> None:
    def read(path: Path) -> object:
        with open_rows(path) as table:
            return list(table)

    def make(size: int) -> Path:
        folder = tmp_path / str(size)
        folder.mkdir(exist_ok=True)
        return _workbook(folder, SHEETS[body](size), is_cut=is_cut)

    assert grows_linearly(read, make, 32_000)


CSVS = {
    "quotes": lambda size: '"' * size,
    "commas": lambda size: "," * size,
    "open quotes": lambda size: 'a,"b\n' * (size // 5),
    "one line": lambda size: "a" * size,
    "carriage returns": lambda size: "\r" * size,
}


@pytest.mark.parametrize("body", CSVS)
def test_a_text_table_costs_no_more_than_in_proportion(body: str, tmp_path: Path) -> None:
    def make(size: int) -> Path:
        path = tmp_path / f"{size}.csv"
        path.write_text(CSVS[body](size), encoding="utf-8")
        return path

    assert grows_linearly(lambda path: list(read_text_table(path)), make, 50_000)


SLOW = "\u0301" * 4_000 + "\u0323" * 4_000


def test_a_search_of_anybody_is_refused_by_its_length(client: Any) -> None:
    client.get("/produk", query={"cari": "a" + SLOW[:3_000]}, expect=400)


def test_shared_strings_spelled_in_an_odd_way_are_counted_in_full(tmp_path: Path) -> None:
    """A long text repeated by cells that no ordinary pattern sees still meets the limit."""
    long = "x" * 100_000
    strings = f'{DECLARATION}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>{long}</t></si></sst>'
    related = f'<Relationship Id="rId9" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    for kind in ('t="s"', "t='s'", 't = "s"', 'x="1" t="s"'):
        cells = "".join(f'<row r="{n}"><c r="A{n}" {kind}><v>0</v></c></row>' for n in range(1, 1_500))
        made = parts(sheet(cells), xl__sharedStrings__xml="")
        made["xl/sharedStrings.xml"] = strings
        made["xl/_rels/workbook.xml.rels"] = relations(["worksheets/sheet1.xml"], related)
        path = tmp_path / "a.xlsx"
        path.write_bytes(pack(made, zipfile.ZIP_STORED))
        with pytest.raises(UnusableFile) as refused, open_rows(path) as table:
            list(table)
        assert refused.value.reason == "too_large", kind
