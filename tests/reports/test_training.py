"""The papers of a course: who signs where, what the recap counts, on page, paper, in a command and as a file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.excel.cells import clean_text
from app.excel.column_widths import FactSheet, Sheet
from app.extensions import db
from app.makers.profiles import complete_maker
from app.makers.registration import MakerDraft
from app.reports.attendance import SPARE_ROWS
from app.reports.catalogue import open_report
from app.reports.registry import ReportRequest
from app.reports.report import Report
from app.settings.services import mark_as_demo
from app.shared.transaction import begin_writing, commit
from app.training.queries.attendance import list_sessions
from app.training.services.attendance import attend, finish_event
from app.training.services.events import cancel_event
from app.training.services.seats import enrol, walk_in
from tests.excel.written import read_back
from tests.pages import PageClient
from tests.reports.every import is_within_signing_rows, written
from tests.reports.test_compliance import FORMULAS
from tests.reports.test_every_report import SUM, sheets_of
from tests.training.course import hold_course, make_course, make_makers

PHONE = "081234567788"


@pytest.fixture
def course(session: Any, clock: Any) -> int:
    """A finished course of two days: two came to both, one to none, one walked in on the second day."""
    before = make_course(title="Kemasan dasar", day=date(2026, 10, 5), days=1)
    makers = make_makers(4)
    complete_maker(makers[0], MakerDraft(name="Dapur 0001", phone=PHONE, village="Batu Merah"), actor=SYSTEM)
    clock.move_to("2026-10-01 09:00")
    old = enrol(before.id, makers[0], "Ibu Ani", "site", actor=SYSTEM)
    hold_course(before.id, [old.id], clock, until="2026-10-06 09:00")
    event = make_course(site=2, online=1)
    rows = [
        enrol(event.id, maker_id, person, wish, actor=SYSTEM)
        for maker_id, person, wish in zip(
            makers, ("Ibu Ani", "Ibu Cici", "Pak Budi"), ("site", "site", "online"), strict=False
        )
    ]
    first, second = list_sessions(event.id)
    clock.move_to("2026-11-20 09:05")
    attend(first.id, rows[0].id, "card", actor=SYSTEM)
    attend(first.id, rows[2].id, "list", actor=SYSTEM)
    clock.move_to("2026-11-21 09:05")
    for one in (rows[0], rows[2]):
        attend(second.id, one.id, "list", actor=SYSTEM)
    attend(second.id, walk_in(event.id, makers[3], "Om Dedi", actor=SYSTEM).id, "list", actor=SYSTEM)
    clock.move_to("2026-11-22 09:00")
    finish_event(event.id, actor=SYSTEM)
    commit()
    return event.id


def opened(event_id: int, kind: str = "attendance", content: str | None = "daftar-hadir") -> Report:
    return open_report(ReportRequest(kind, event_id=event_id, content=content), "Dinas")


def blank(event_id: int) -> Report:
    return opened(event_id, content="daftar-hadir-kosong")


def table(report: Report, place: int) -> Sheet:
    sheet = report.sheets[place]
    assert isinstance(sheet, Sheet)
    return sheet


def test_a_sheet_per_session_says_who_was_there_and_how(course: int) -> None:
    report = opened(course)
    assert [one.name for one in report.sheets] == ["Sesi 1", "Sesi 2", "Keterangan"]
    assert list(table(report, 0).rows) == [
        ("Ibu Ani", "Dapur 0001", "Batu Merah", "····7788", "di tempat", "kartu", "1.", ""),
        ("Ibu Cici", "Dapur 0002", "", "", "di tempat", "tidak hadir", "", "2."),
        ("Om Dedi", "Dapur 0004", "", "", "datang langsung", "tidak hadir", "3.", ""),
        ("Pak Budi", "Dapur 0003", "", "", "daring", "daftar", "", "4."),
    ]
    assert "Kemasan dan label".upper() in table(report, 0).titles[1]
    assert table(report, 1).titles[2] == "Sesi 2 dari 2: Sabtu, 21 November 2026, 09.00–12.00 WIT"
    assert table(report, 1).titles[3] == "Balai Kota · Dinas Koperasi"
    assert table(report, 1).signatures is not None


def test_the_empty_list_has_those_with_a_chair_and_rows_for_others(session: Any) -> None:
    event = make_course(site=2, online=1)
    one, two = make_makers(2)
    enrol(event.id, one, "Ibu Ani", "site", actor=SYSTEM)
    enrol(event.id, two, "Pak Budi", "online", actor=SYSTEM)
    commit()
    rows = list(table(blank(event.id), 0).rows)
    assert [row[0] for row in rows] == ["Ibu Ani"] + [""] * SPARE_ROWS
    assert [row[-2:] for row in rows[:3]] == [("1.", ""), ("", "2."), ("3.", "")]


def test_rows_are_high_enough_to_sign_in(course: int) -> None:
    for report in (opened(course), blank(course)):
        assert is_within_signing_rows(written(report), table(report, 0))


def test_the_recap_counts_who_came_and_who_did_not(course: int) -> None:
    sessions, people, facts = opened(course, "training", None).sheets
    assert isinstance(sessions, Sheet) and isinstance(people, Sheet) and isinstance(facts, FactSheet)
    assert [row[2:] for row in sessions.rows] == [(1, 1, 0, 2, 2), (1, 1, 1, 3, 1)]
    assert sessions.total is not None and sessions.total()[2:] == (2, 2, 1, 5, 3)
    found = {row[0]: row[4:] for row in people.rows}
    assert found["Ibu Ani"][:3] == ("di tempat", "hadir", 2) and str(found["Ibu Ani"][4]) == "2026-10-05"
    assert found["Ibu Cici"][1:3] == ("tidak hadir", 0)
    assert found["Om Dedi"][:2] == ("datang langsung", "sebagian")
    assert [bool(row[7]) for row in people.rows] == [True, False, False, True]
    said = dict(facts.facts)
    expected = {
        "Terdaftar dengan kursi": 3, "Datang langsung": 1, "Hadir paling sedikit satu sesi": 3, "Sertifikat": 2,
        "Tidak pernah hadir": 1, "Topik sama dalam 12 bulan": 1,
        "Nomor sertifikat": "PLT-2026-00002 sampai PLT-2026-00003",
    }  # fmt: skip
    assert {name: said[name] for name in expected} == expected


def test_whoever_was_there_stays_in_the_papers_of_a_cancelled_course(session: Any, clock: Any) -> None:
    event, (one, two) = make_course(), make_makers(2)
    there, _absent = (enrol(event.id, maker_id, "Ibu", "site", actor=SYSTEM) for maker_id in (one, two))
    clock.move_to("2026-11-20 09:05")
    attend(list_sessions(event.id)[0].id, there.id, "list", actor=SYSTEM)
    cancel_event(event.id, actor=SYSTEM)
    commit()
    people = table(opened(event.id, "training", None), 1)
    assert [row[1] for row in people.rows] == ["Dapur 0001"]
    assert "(DIBATALKAN)" in people.titles[0]


def test_no_text_becomes_a_formula(session: Any) -> None:
    for text in FORMULAS:
        begin_writing()
        event = make_course(title=text, place=text, organizer=text)
        (maker_id,) = make_makers(1, f"{text} {event.id}")
        complete_maker(maker_id, MakerDraft(name="x", village=text), actor=SYSTEM)
        enrol(event.id, maker_id, text, "site", actor=SYSTEM)
        commit()
        for report in (opened(event.id), blank(event.id), opened(event.id, "training", None)):
            content = written(report)
            assert all(
                SUM.fullmatch(one) for xml in sheets_of(content) for one in re.findall("<f.*?</f>", xml)
            )
            cells = [str(cell) for row in read_back(content, report.sheets[-1].name) for cell in row]
            assert any(clean_text(text).strip() in cell for cell in cells), (text, report.title)


def test_a_demo_city_says_so_on_each_sheet(course: int) -> None:
    begin_writing()
    mark_as_demo(actor=SYSTEM)
    commit()
    for report in (opened(course), blank(course), opened(course, "training", None)):
        assert all(any("DEMO" in line for line in sheet.titles) for sheet in report.sheets)


def test_the_dinas_sees_prints_and_downloads_them(course: int, as_role: Any) -> None:
    dinas: PageClient = as_role("umkm")
    page = dinas.get(f"/dinas/pelatihan/{course}")
    for words in ("Daftar hadir", "Daftar hadir kosong", "Rekap SPJ"):
        assert words in page.text
    hub = dinas.get("/dinas/laporan")
    assert f"/dinas/laporan/lihat/training?pelatihan={course}" in hub.body
    for kind, content in (("attendance", "daftar-hadir-kosong"), ("attendance", ""), ("training", "")):
        query = {"pelatihan": str(course), "isi": content}
        shown = dinas.get(f"/dinas/laporan/lihat/{kind}", query=query)
        assert "Ibu Ani" in dinas.get(f"/dinas/laporan/cetak/{kind}", query=query | {"lembar": "2"}).text
        file = shown.form(f"/dinas/laporan/buat/{kind}").submit(expect=200)
        assert file.data[:2] == b"PK"
        file.response.close()
    db.session.rollback()
    events = db.session.query(AuditEvent).filter_by(action="report.export").order_by(AuditEvent.id).all()
    assert [one.details["kind"] for one in events] == ["daftar-hadir-kosong", "daftar-hadir", "training"]
    assert {one.details["event"] for one in events} == {course}


@pytest.mark.parametrize("text", ["", "0", "99999", "x", "9" * 16, "٣"])
def test_a_course_there_is_not_is_404(course: int, as_role: Any, text: str) -> None:
    dinas: PageClient = as_role("umkm")
    for page in ("lihat", "cetak"):
        dinas.get(f"/dinas/laporan/{page}/training", query={"pelatihan": text}, expect=404)
    dinas.post("/dinas/laporan/buat/attendance", {"pelatihan": text}, expect=404)


def test_they_are_commands(course: int, app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner()
    for args in (
        ["attendance", str(course)],
        ["attendance", str(course), "--blank"],
        ["training", str(course)],
    ):
        out = tmp_path / "berkas.xlsx"
        result = run.invoke(args=["report", *args, "--out", str(out)])
        assert f'{{"event": {course}, "file": "berkas.xlsx"' in result.stdout, result.stderr
        assert out.read_bytes()[:2] == b"PK"
    missing = run.invoke(args=["report", "training", "99999", "--out", str(tmp_path / "x.xlsx")])
    assert missing.exit_code == 2 and "Tidak ada pelatihan bernomor 99999." in missing.stderr
