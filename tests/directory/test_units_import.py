"""The file of units: what is taken, what is refused and why."""

from pathlib import Path

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.directory.errors import DemoCityRefusesRoster
from app.directory.imports import UNITS as UNITS_FILE
from app.directory.queries import load_tree
from app.directory.services import UnitsPlan
from app.imports.services import import_file
from app.settings.services import set_setting
from app.shared.transaction import begin_writing, commit
from tests.directory.files import UNITS, balanced, write_csv, write_xlsx

HEAD = UNITS[0]


def bring(path: Path, *rows: tuple[str, str, str]) -> UnitsPlan:
    outcome = import_file(UNITS_FILE, write_csv(path / "unor.csv", [HEAD, *rows]), actor=SYSTEM)
    commit()
    assert balanced(outcome.counts())
    return outcome


def reasons(outcome: UnitsPlan) -> list[tuple[int, str]]:
    return [(refusal.row, refusal.reason) for refusal in outcome.refused]


def test_the_same_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    first = import_file(UNITS_FILE, write_xlsx(tmp_path / "unor.xlsx", UNITS), actor=SYSTEM)
    commit()
    again = import_file(UNITS_FILE, write_xlsx(tmp_path / "unor.xlsx", UNITS), actor=SYSTEM)
    assert (first.created, again.created, again.changed, again.unchanged) == (8, 0, 0, 8)


def test_children_may_stand_above_their_parents(app: Flask, tmp_path: Path) -> None:
    bring(tmp_path, ("S4", "SMP Negeri 4", "D"), ("D", "Dinas Pendidikan", "R"), ("R", "Kota", ""))
    tree = load_tree()
    assert tree.opd_name(tree.by_external_id["S4"]) == "Dinas Pendidikan"


def test_a_new_name_and_a_new_parent_are_changes(city: Path) -> None:
    outcome = bring(city, ("S4", "SMP Negeri Empat", "K"), ("P", "Puskesmas Nania", "K"))
    tree = load_tree()
    assert (outcome.changed, outcome.unchanged, outcome.missing) == (1, 1, 6)
    assert tree.opd_name(tree.by_name["smp negeri empat"]) == "Dinas Kesehatan"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("R2", "Kota lain", "")], [(2, "two_roots")]),
        ([("X", "Tanpa atasan", "TIDAK-ADA")], [(2, "unknown_parent")]),
        (
            [("X", "Di bawah yang ditolak", "Y"), ("Y", "Salah", "Z")],
            [(2, "unknown_parent"), (3, "unknown_parent")],
        ),
        ([("D", "Dinas Pendidikan", "S4")], [(2, "cycle")]),
        ([("X", "Lingkaran", "Y"), ("Y", "Lingkaran", "X")], [(2, "cycle"), (3, "cycle")]),
        ([("X", "Sendiri", "X")], [(2, "cycle")]),
        ([("X", "Sekali", "R"), ("X", "Dua kali", "R")], [(3, "duplicate_unit")]),
        ([("", "Tanpa ID", "R")], [(2, "no_unit_id")]),
        ([("X", "", "R")], [(2, "no_unit_name")]),
        ([("X" * 65, "Panjang", "R")], [(2, "unit_too_long")]),
        ([("X", "Balik\u202e", "R")], [(2, "characters")]),
    ],
)
def test_what_would_break_the_tree_is_refused_row_by_row(
    city: Path, rows: list[tuple[str, str, str]], expected: list[tuple[int, str]]
) -> None:
    outcome = bring(city, *rows, ("BARU", "Unit Baru", "D"))
    assert reasons(outcome) == expected
    tree = load_tree()
    assert "BARU" in tree.by_external_id and tree.name(tree.root) == "Pemerintah Kota Contoh"


def test_blank_rows_are_counted_as_blank(app: Flask, tmp_path: Path) -> None:
    assert bring(tmp_path, ("R", "Kota", ""), ("", "", ""), ("D", "Dinas", "R")).blank == 1


@pytest.mark.both_engines
def test_a_new_root_above_the_old_one_is_taken(city: Path) -> None:
    outcome = bring(city, ("TOP", "Pemerintah", ""), ("R", "Pemerintah Kota Contoh", "TOP"))
    assert (outcome.created, outcome.changed, load_tree().name(load_tree().root)) == (1, 1, "Pemerintah")


def test_the_demo_city_refuses_real_units(city: Path) -> None:
    begin_writing()
    set_setting("demo", True, actor=SYSTEM)
    commit()
    with pytest.raises(DemoCityRefusesRoster):
        bring(city, ("X", "Unit", "R"))
