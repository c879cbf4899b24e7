"""`flask minimums load` and `flask standings`: what other programs rely on (decisions, commands)."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.minimums.models import Decree
from app.months.services import set_closed
from app.shared.transaction import commit
from tests.standing import OCTOBER, decree_text, make_decree, make_person, make_sale, make_tree, make_unit

KEYS = ["id", "nip", "code", "name", "opd", "unit", "tier", "minimum", "bought", "status"]


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=list(arguments))


def lines(result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def decree_file(tmp_path: Path) -> Path:
    file = tmp_path / "aturan.toml"
    file.write_text(decree_text(), encoding="utf-8")
    return file


@pytest.fixture
def city(session):
    """Two OPDs with one person each, one of whom bought; one who left."""
    root, opd, school = make_tree()
    make_decree()
    ani = make_person(school, "Ani Contoh")
    make_person(make_unit("Dinas Lain", root), "Budi Contoh", status="Non ASN", echelon="")
    make_person(opd, "Cici Pensiun", service="pension")
    make_sale(ani, 15_000)
    commit()
    return ani


def test_a_decree_is_loaded_and_said_in_one_line_of_json(app, decree_file):
    result = run(app, "minimums", "load", str(decree_file))
    assert lines(result) == [
        {
            "number": "Uji 1/2026",
            "effective_from": "2026-01",
            "result": "created",
            "tiers": 4,
            "closed_months": [],
        }
    ]


def test_the_same_file_again_changes_nothing(app, decree_file):
    run(app, "minimums", "load", str(decree_file))
    (line,) = lines(run(app, "minimums", "load", str(decree_file)))
    assert line["result"] == "unchanged"
    assert db.session.scalar(select(func.count()).select_from(Decree)) == 1


def test_the_same_number_with_other_content_exits_2(app, decree_file):
    run(app, "minimums", "load", str(decree_file))
    decree_file.write_text(decree_text().replace("30000", "30001"), encoding="utf-8")
    result = run(app, "minimums", "load", str(decree_file))
    assert result.exit_code == 2
    assert "sudah ada dengan isi lain" in result.stderr
    assert result.stdout == ""


def test_every_reason_of_an_unusable_decree_is_said_and_nothing_is_stored(app, decree_file):
    decree_file.write_text(decree_text().replace("III.b", "X").replace("= 20000", "= -1"), encoding="utf-8")
    result = run(app, "minimums", "load", str(decree_file))
    assert result.exit_code == 2
    assert "Perbaiki 2 hal" in result.stderr
    assert "- Jenjang 1: eselon “X” tidak dikenal" in result.stderr
    assert "- Jenjang 2: batas minimal “-1”" in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Decree)) == 0


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"x" * 1_000_001])
def test_a_file_that_cannot_be_read_exits_2(app, tmp_path, content):
    file = tmp_path / "aturan.toml"
    if content is not None:
        file.write_bytes(content)
    result = run(app, "minimums", "load", str(file))
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output


def test_a_folder_in_place_of_a_file_exits_2(app, tmp_path):
    assert run(app, "minimums", "load", str(tmp_path)).exit_code == 2


def test_closed_months_are_said_to_stay(app, session, decree_file):
    set_closed(OCTOBER)
    commit()
    result = run(app, "minimums", "load", str(decree_file))
    assert json.loads(result.stdout)["closed_months"] == ["2026-10"]
    assert "Bulan yang sudah ditutup tidak berubah: 2026-10" in result.stderr


def test_standings_are_one_line_of_json_a_person(app, city):
    rows = lines(run(app, "standings", "2026-11"))
    assert [list(row) for row in rows] == [KEYS] * 3
    by_name = {row["name"]: row for row in rows}
    assert by_name["Ani Contoh"] == {
        "id": city.id,
        "nip": None,
        "code": city.code,
        "name": "Ani Contoh",
        "opd": "Dinas Pendidikan",
        "unit": "SD Negeri 1",
        "tier": "eselon-iv",
        "minimum": 20_000,
        "bought": 15_000,
        "status": "short",
    }
    assert (by_name["Budi Contoh"]["tier"], by_name["Budi Contoh"]["status"]) == (None, "no_rule")
    assert by_name["Cici Pensiun"]["status"] == "not_obliged"


def test_a_month_nobody_recorded_has_no_status(app, city):
    assert {row["status"] for row in lines(run(app, "standings", "2026-10"))} == {None}


@pytest.mark.parametrize("name", ["Dinas Lain", "dinas  lain"])
def test_an_opd_named_on_the_command_line_is_shown_alone(app, city, name):
    rows = lines(run(app, "standings", "2026-11", "--opd", name))
    assert [row["name"] for row in rows] == ["Budi Contoh"]


@pytest.mark.parametrize(
    "arguments", [("2026-13",), ("November",), ("2026-11", "--opd", "Dinas Khayal"), ("２０２６-11",)]
)
def test_an_argument_that_cannot_be_used_exits_2_and_says_nothing_on_standard_output(app, city, arguments):
    result = run(app, "standings", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_a_city_without_people_has_no_lines(app):
    assert lines(run(app, "standings", "2026-11")) == []
