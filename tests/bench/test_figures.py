"""The table of figures judges as it says, and lands between its marks."""

from pathlib import Path

import pytest

from tests.bench.__main__ import BEGIN, END, write
from tests.bench.figures import Figure, figures_of, table

JUDGED = [
    (Figure("x", 2.0, bar=2.0), True),
    (Figure("x", 2.1, bar=2.0), False),
    (Figure("x", 2.0, bar=2.0, at_least=True), True),
    (Figure("x", 1.9, bar=2.0, at_least=True), False),
    (Figure("x", 99.0, floor=50.0, ratio=1.98, bar=2.0), True),
    (Figure("x", 1.0, floor=0.1, ratio=10.0, bar=2.0), False),
    (Figure("x", 99.0), True),
]


@pytest.mark.parametrize(("figure", "is_met"), JUDGED)
def test_a_figure_is_judged_by_its_ratio_against_its_bar(figure: Figure, is_met: bool) -> None:
    assert figure.is_met is is_met
    assert ("TIDAK" in table([figure])) is not is_met


def test_a_plain_dict_is_read_as_figures() -> None:
    figures = figures_of(
        "excel", {"times_csv": 4.0, "times_csv_bar": 3.5, "faster": 8, "faster_bar": 7, "rows": 5}
    )
    assert [(f.measure, f.is_met) for f in figures] == [
        ("excel: times_csv", False),
        ("excel: faster", True),
        ("excel: rows", True),
    ]


def test_writing_twice_replaces_only_what_is_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Judul\n\nkata\n\n## Lain\n")
    write("satu", page)
    page.write_text(page.read_text() + "\nsesudah\n")
    write("dua", page)
    text = page.read_text()
    assert "satu" not in text
    assert (
        text.index("kata") < text.index(BEGIN) < text.index("dua") < text.index(END) < text.index("sesudah")
    )
