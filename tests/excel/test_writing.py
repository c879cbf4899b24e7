"""Cells come out as meant: read back equal, never a formula, and refused when nothing could hold them."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.excel.batch import are_plain
from app.excel.cells import clean_text
from app.excel.column_widths import KINDS, Column, FactSheet, Properties, Sheet
from app.excel.writer import write_workbook
from app.shared import clock
from tests.excel.written import full_sheet, member, read_back, texts, write

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\0=", "＝", "＋", "－", "＠", "\n="]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_any_text_is_read_back_equal(values: list[str]) -> None:
    found = read_back(write(texts(*values)))[1 : len(values) + 1]
    expected = [[clean_text(value)] * 2 for value in values]
    found += [["", ""]] * (len(values) - len(found))
    assert [(row + [""])[:2] for row in found] == expected


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from(list("a =+-@<&>_x0041\t\r\n\x1f\x00\ud800＝\u00a0é\U0001f600")), max_size=8),
        min_size=1,
    )
)
def test_awkward_text_is_read_back_equal(values: list[str]) -> None:
    found = read_back(write(texts(*values)))[1 : len(values) + 1]
    found += [["", ""]] * (len(values) - len(found))
    assert [(row + [""])[0] for row in found] == [clean_text(value) for value in values]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "number_no"])
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_text_never_becomes_a_formula(trigger: str, kind: str) -> None:
    payload = trigger + 'HYPERLINK("http://x";"klik")'
    sheet = Sheet(
        "S", (Column("K", kind=kind),), [(payload,), ("biasa",)], letterhead=(payload,), notes=(payload,)
    )  # type: ignore[arg-type]
    content = write(sheet, FactSheet("K", [(payload, payload)]))
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        xml = member(content, name)
        assert "<f" not in xml.replace("<fo", "")
        styles = set(re.findall(r'<c r="[A-Z]+\d+" s="(\d+)" t="inlineStr"><is><t[^>]*>[^<]*HYPERLINK', xml))
        quoted = load_workbook(io.BytesIO(content))._cell_styles
        assert styles
        assert all(quoted[int(style)].quotePrefix for style in styles)


def test_sums_are_the_only_formulas() -> None:
    assert re.findall("<f.*?</f>", member(write(full_sheet([("=A", 1, 0.5)])))) == [
        "<f>SUBTOTAL(109,C9:C9)</f>"
    ]


def test_five_thousand_rows_are_read_back_equal_by_both_readers() -> None:
    rows = [
        (f"19800101200501{i:04d}", f"Nama {i} <&> =", i * 1000, i / 5000, date(2026, 1, 1 + i % 28))
        for i in range(5000)
    ]
    kinds = ("nip", "text", "rupiah", "percent", "date")
    content = write(Sheet("S", [Column(kind, kind=kind) for kind in kinds], rows))  # type: ignore[arg-type]
    assert [tuple(row) for row in read_back(content)[1:]] == rows
    workbook = load_workbook(io.BytesIO(content), read_only=True)
    found = list(workbook.active.iter_rows(min_row=2, values_only=True))
    assert [(*row[:4], row[4].date()) for row in found] == rows


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, 10**15, [1]])
def test_what_no_spreadsheet_holds_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"number|spreadsheet"):
        write(Sheet("S", (Column("N", kind="rupiah"),), [(value,)]))


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="values"):
        write(Sheet("S", (Column("A"), Column("B")), [("a",)]))


def test_an_instant_is_shown_on_the_citys_clock() -> None:
    sheet = Sheet("S", (Column("Kapan", kind="datetime"),), [(datetime(2026, 10, 31, 20, 0, tzinfo=UTC),)])
    assert read_back(write(sheet))[1] == [
        clock.local(datetime(2026, 10, 31, 20, 0, tzinfo=UTC)).replace(tzinfo=None)
    ]


def test_blank_cells_and_dashes_stand_in_columns_of_numbers() -> None:
    assert read_back(write(Sheet("S", (Column("A", kind="rupiah"), Column("B")), [(None, "a"), ("-", "b")])))[
        1:
    ] == [
        ["", "a"],
        ["-", "b"],
    ]


def test_text_too_long_for_a_cell_is_cut() -> None:
    assert read_back(write(texts("é" * 40_000)))[1][0] == "é" * 32_767


class _Unseekable(io.RawIOBase):
    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.content += bytes(data)
        return len(data)


def test_a_stream_that_cannot_seek_gets_the_same_rows() -> None:
    out = _Unseekable()
    rows = [(f"OPD {i}", i, 0.5) for i in range(2000)]
    write_workbook(out, [full_sheet(rows)])  # type: ignore[arg-type]
    assert read_back(out.content) == read_back(write(full_sheet(rows)))


def test_a_failed_export_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="spreadsheet"):
        write_workbook(tmp_path / "a.xlsx", [Sheet("S", (Column("A", kind="percent"),), [(float("nan"),)])])
    assert list(tmp_path.iterdir()) == []


def test_the_same_content_gives_the_same_sheets() -> None:
    when = datetime(2026, 11, 7, tzinfo=UTC)
    first, second = (
        write(full_sheet([("A", 1, 0.5)]), properties=Properties("R", created_at=when)) for _ in range(2)
    )
    for name in ("xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/styles.xml"):
        assert member(first, name) == member(second, name)


@pytest.mark.parametrize(
    "text", ["", " a", "a ", "=1", "－1", "a\x1fb", "a&b", "_x0041_", "a\nb", "\ud800", "\x1f"]
)
def test_a_batch_with_one_odd_text_is_not_plain(text: str) -> None:
    assert not are_plain(["Ani", text, "Beni"])
    assert not are_plain(["Ani", text])
    assert not are_plain([text, "Beni"])
