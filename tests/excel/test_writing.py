"""Workbooks come out as meant: read back equal, without formulas, in the frame of an official report."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from app.excel import table
from app.excel.batch import are_plain
from app.excel.cells import clean_text
from app.excel.layout import KINDS, Bars, Column, FactSheet, Properties, Sheet, Signature
from app.excel.writer import write_workbook
from app.shared import clock

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\0=", "＝", "＋", "－", "＠", "\n="]
LEFT = Signature("", ("Mengetahui,", "Wali Kota"), "Ani")
RIGHT = Signature(
    "Ambon, 7 November 2026", ("Kepala Dinas",), "Beni", "Pembina, IV/a", "NIP. 197001011990011001"
)


def write(*sheets: Sheet | FactSheet, **options: object) -> bytes:
    out = io.BytesIO()
    write_workbook(out, sheets, **options)  # type: ignore[arg-type]
    return out.getvalue()


def read_back(content: bytes, name: str | int = 0) -> list[list[object]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheet = workbook.get_sheet_by_name(name) if isinstance(name, str) else workbook.get_sheet_by_index(name)
    return sheet.to_python(skip_empty_area=False)


def member(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def texts(*values: str | None) -> Sheet:
    return Sheet("S", (Column("Teks"), Column("NIP", kind="nip")), [(value, value) for value in values])


def full_sheet(rows: list[tuple[object, ...]], name: str = "Rekap") -> Sheet:
    columns = (
        Column("No.", 6, "number_no"),
        Column("OPD", 40),
        Column("Jumlah", kind="integer"),
        Column("%", kind="percent"),
    )
    return Sheet(
        name,
        columns,
        rows,
        ("PEMERINTAH KOTA", "DINAS"),
        ("REKAPITULASI", "KOTA", "BULAN"),
        total=lambda: (None, sum(row[1] for row in rows), None),  # type: ignore[misc]
        notes=("Catatan.",),
        signatures=(LEFT, RIGHT),
        chart=Bars("Per OPD", 1, 3),
    )


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


def test_a_footer_is_the_only_thing_that_starts_with_an_f() -> None:
    assert "<f>" not in member(write(full_sheet([("A", 1, 0.5)])))


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


def test_the_official_frame_stands_where_it_should() -> None:
    rows = [("Dinas A", 10, 0.5), ("Dinas B", 20, 0.25)]
    found = read_back(write(full_sheet(rows)))
    assert [line[0] for line in found[:7]] == [
        "PEMERINTAH KOTA",
        "DINAS",
        "",
        "REKAPITULASI",
        "KOTA",
        "BULAN",
        "",
    ]
    assert found[7:11] == [
        ["No.", "OPD", "Jumlah", "%"],
        [1, "Dinas A", 10, 0.5],
        [2, "Dinas B", 20, 0.25],
        ["JUMLAH", "", 30, ""],
    ]
    flat = [cell for line in found[11:] for cell in line if cell]
    assert flat == [
        "Catatan.",
        "Ambon, 7 November 2026",
        "Mengetahui,",
        "Wali Kota",
        "Kepala Dinas",
        "Ani",
        "Beni",
        "Pembina, IV/a",
        "NIP. 197001011990011001",
    ]


def test_print_and_screen_settings_follow_the_number_of_rows() -> None:
    sheet = load_workbook(io.BytesIO(write(full_sheet([("A", 1, 0.5)] * 600)))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A9", "A8:D608")
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.print_area.startswith("'Rekap'!$A$1:$D$6")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_merged_ranges_are_apart_and_inside() -> None:
    xml = member(write(full_sheet([("A", 1, 0.5)] * 3)))
    boxes = [range_boundaries(ref) for ref in re.findall(r'<mergeCell ref="([^"]+)"', xml)]
    assert len(boxes) > 10
    cells = [
        (c, r)
        for left, top, right, bottom in boxes
        for c in range(left, right + 1)
        for r in range(top, bottom + 1)
    ]
    assert len(cells) == len(set(cells))
    assert max(c for c, _r in cells) <= 4


def test_parts_after_the_rows_stand_in_the_order_of_the_format() -> None:
    root = ElementTree.fromstring(member(write(full_sheet([("A", 1, 0.5)]))))  # noqa: S314
    order = (
        "sheetPr sheetViews sheetFormatPr cols sheetData autoFilter mergeCells printOptions pageMargins "
        "pageSetup headerFooter rowBreaks drawing"
    )
    assert [child.tag.rpartition("}")[2] for child in root] == order.split()


def test_each_part_is_declared_and_well_formed() -> None:
    content = write(
        full_sheet([("A", 1, 0.5)]), FactSheet("K", [("a", None), ("b", 1)]), full_sheet([], "Kosong")
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            ElementTree.fromstring(archive.read(name))  # noqa: S314
            assert name.endswith(".rels") or f'PartName="/{name}"' in types or name == "[Content_Types].xml"
        assert all(part.removeprefix("/") in names for part in re.findall(r'PartName="([^"]+)"', types))


def test_a_chart_covers_just_the_rows() -> None:
    xml = member(write(full_sheet([("A", 1, 0.5)] * 5)), "xl/charts/chart1.xml")
    assert re.findall(r"<(?:c:)?f>([^<]+)</", xml) == ["'Rekap'!$B$9:$B$13", "'Rekap'!$D$9:$D$13"]


def test_a_sheet_without_rows_says_so() -> None:
    found = read_back(write(Sheet("S", (Column("A"), Column("B")), [])))
    assert found == [["A", "B"], ["Tidak ada data.", ""]]


def test_past_the_last_row_the_table_goes_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "LAST_ROW", 600)
    rows = [(f"OPD {i}", i, 0.5) for i in range(1500)]
    content = write(full_sheet(rows), FactSheet("Keterangan", [("a", "b")]))
    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Rekap", "Rekap (2)", "Rekap (3)", "Rekap (4)", "Keterangan"]
    found = [
        line
        for name in workbook.sheetnames[:4]
        for line in read_back(content, name)
        if isinstance(line[0], float)
    ]
    assert [(line[0], line[1]) for line in found] == [(i + 1, f"OPD {i}") for i in range(1500)]
    sums = [
        name
        for name in workbook.sheetnames[:4]
        if any(line[0] == "JUMLAH" for line in read_back(content, name))
    ]
    assert sums == ["Rekap (4)"]
    assert all(sheet.max_row <= 600 for sheet in workbook.worksheets)


@pytest.mark.parametrize(("count", "sheets"), [(392, 1), (393, 1), (394, 2)])
def test_a_table_that_just_fits_stays_one_sheet(
    monkeypatch: pytest.MonkeyPatch, count: int, sheets: int
) -> None:
    monkeypatch.setattr(table, "LAST_ROW", 600)
    columns = (Column("A", kind="integer"), Column("B"))
    sheet = Sheet("S", columns, ((i, "x") for i in range(count)), ("KOP",), ("JUDUL", "DUA", "TIGA"))
    workbook = load_workbook(io.BytesIO(write(sheet)))
    values = [
        c
        for ws in workbook.worksheets
        for c in next(ws.iter_cols(max_col=1, values_only=True))
        if isinstance(c, int)
    ]
    assert (values, len(workbook.worksheets)) == (list(range(count)), sheets)


def test_sheet_names_are_made_fit_and_different() -> None:
    content = write(
        *(Sheet(name, (Column("A"),), []) for name in ("a/b", "a:b", "A b", "x" * 40, "x" * 40, ""))
    )
    names = load_workbook(io.BytesIO(content)).sheetnames
    assert names == ["a b", "a b (2)", "A b (3)", "x" * 31, "x" * 27 + " (2)", "Lembar"]


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


def test_facts_keep_their_kinds() -> None:
    facts = [
        ("Bagian", None),
        ("Nomor", 7),
        ("Tanggal", date(2026, 1, 2)),
        ("Jumlah", (5000, "rupiah")),
        ("Ya", True),
    ]
    found = read_back(write(FactSheet("Keterangan", facts)))
    assert found == [
        ["Bagian", ""],
        ["Nomor", 7],
        ["Tanggal", date(2026, 1, 2)],
        ["Jumlah", 5000],
        ["Ya", "ya"],
    ]
