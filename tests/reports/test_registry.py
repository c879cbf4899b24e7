"""A report is one entry: who adds one finds it on its audience's page, in the command, in a job and in the trail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.directory.models import Employee
from app.excel.column_widths import Column, Sheet
from app.extensions import db
from app.jobs import worker
from app.jobs.models import Job
from app.makers.services import create_product
from app.reports.event_day import EVENT_DAY
from app.reports.registry import (
    ReportKind,
    ReportRequest,
    given,
    list_kinds,
    register,
    unregister,
    whom_it_names,
)
from app.reports.report import Report
from app.shared.errors import NotFound
from app.shared.transaction import commit
from tests.excel.written import read_back
from tests.office import October, make_october
from tests.pages import PageClient
from tests.standing import bagea

NAME = "Daftar pojok yang sepi"


def open_quiet(request: ReportRequest, made_by: str) -> Report:
    period = given(request.period)
    sheet = Sheet("Sepi", [Column("Pojok", 20)], [("Pojok Pasar",)], titles=[NAME])
    return Report(
        f"sepi-{period}.xlsx", f"{NAME} {period}", [sheet], made_by, NAME, datetime(2026, 10, 1, tzinfo=UTC),
        is_provisional=False, details={"period": str(period), "ledger_seq": 7},
    )  # fmt: skip


QUIET = ReportKind(
    "sepi",
    NAME,
    parameters=("month",),
    audiences=("finance",),
    help="Pojok yang sepi.",
    open=open_quiet,
    count_rows=lambda _request: 1,
    named="nobody",
)


@pytest.fixture
def october(session: Any) -> October:
    return make_october()


@pytest.fixture
def finance(october: October, as_role: Any) -> PageClient:
    client: PageClient = as_role("finance", username="bendahara")
    return client


@pytest.fixture
def quiet(october: October) -> Iterator[ReportKind]:
    register(QUIET)
    yield QUIET
    unregister(QUIET.slug)


def exported() -> AuditEvent:
    db.session.rollback()
    return db.session.query(AuditEvent).filter_by(action="report.export").one()


def test_its_audience_sees_views_prints_and_downloads_it(quiet: ReportKind, finance: PageClient) -> None:
    hub = finance.get("/keuangan/laporan", query={"bulan": "2026-10"})
    assert NAME in hub.text
    for page in ("lihat", "cetak"):
        assert "Pojok Pasar" in finance.get(f"/keuangan/laporan/{page}/sepi", query={"bulan": "2026-10"}).text
    file = hub.form("/keuangan/laporan/buat/sepi").submit(expect=200)
    assert read_back(file.data, "Sepi")[-1] == ["Pojok Pasar"]
    file.response.close()
    assert exported().details["report"] == "sepi"
    log = finance.get("/keuangan/laporan/riwayat").text
    assert NAME in log and "Oktober 2026" in log


def test_it_is_a_command(quiet: ReportKind, app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "sepi.xlsx"
    commit()
    result = app.test_cli_runner().invoke(args=["report", "sepi", "2026-10", "--out", str(out)])
    assert result.stdout.strip() == '{"month": "2026-10", "file": "sepi.xlsx", "ledger_seq": 7}', (
        result.stderr
    )
    assert read_back(out.read_bytes(), "Sepi")
    assert exported().details["kind"] == "sepi"
    assert "Pojok yang sepi." in app.test_cli_runner().invoke(args=["report", "--help"]).stdout


def test_a_long_one_is_a_job_with_its_name(october: October, finance: PageClient) -> None:
    register(replace(QUIET, count_rows=lambda _request: 20_000))
    try:
        hub = finance.get("/keuangan/laporan", query={"bulan": "2026-10"})
        page = hub.form("/keuangan/laporan/buat/sepi").submit(expect=303)
        commit()
        assert worker._WorkerThread.thread is not None
        worker._WorkerThread.thread.join(20)
        db.session.rollback()
        job = db.session.query(Job).populate_existing().one()
        assert (job.parameters["kind"], job.title, job.state) == ("sepi", NAME, "done")
        file = finance.get(f"{page.location}/berkas")
        assert read_back(file.data, "Sepi")
        file.response.close()
        assert NAME in finance.get("/keuangan/laporan").text
    finally:
        unregister("sepi")


def test_nobody_else_is_offered_it(october: October, as_role: Any) -> None:
    register(replace(QUIET, audiences=("opd",)))
    try:
        finance = as_role("finance", username="bendahara")
        assert NAME not in finance.get("/keuangan/laporan").text
        finance.get("/keuangan/laporan/lihat/sepi", query={"bulan": "2026-10"}, expect=404)
        finance.post("/keuangan/laporan/buat/sepi", {"bulan": "2026-10"}, expect=404)
    finally:
        unregister("sepi")


def test_once_taken_out_it_is_nowhere(app: Flask, finance: PageClient, tmp_path: Path) -> None:
    register(QUIET)
    unregister("sepi")
    assert NAME not in finance.get("/keuangan/laporan").text
    finance.get("/keuangan/laporan/lihat/sepi", expect=404)
    commit()
    result = app.test_cli_runner().invoke(args=["report", "sepi", "2026-10", "--out", str(tmp_path / "x")])
    assert result.exit_code == 2
    with pytest.raises(NotFound):
        QUIET.get_content("lengkap")


def test_a_slug_is_used_once(october: October) -> None:
    for twin in list_kinds():
        with pytest.raises(ValueError, match=twin.slug):
            register(replace(EVENT_DAY, slug=twin.slug))


@pytest.mark.parametrize(
    ("details", "named"),
    [
        ({"report": "compliance", "kind": "lengkap"}, "many"),
        ({"report": "compliance", "kind": "tanpa-nama"}, "nobody"),
        ({"report": "compliance", "kind": "ringkasan"}, "nobody"),
        ({"report": "event-day", "kind": "event-day"}, "nobody"),
        ({"report": "statement", "kind": "statement"}, "one"),
        ({"kind": "tanpa-nama"}, "nobody"),
        ({"kind": "book-pdf"}, "many"),
        ({"period": "2026-10", "version": 1}, "many"),
        ({"report": "taken-out-since"}, "many"),
    ],
)
def test_the_trail_says_whom_a_file_named(details: dict[str, Any], named: str) -> None:
    assert whom_it_names(details) == named


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compliance", "2026-10", "--without-names"], {"month": "2026-10", "version": 0, "signed": False}),
        (["event-day", "2026-10-07"], {"day": "2026-10-07"}),
        (["year", "2026", "--opd", "2"], {"year": 2026}),
        (["ledger", "2026-10"], {"month": "2026-10"}),
        (["opd", "2026-10", "--unit", "2"], {"month": "2026-10", "unit": 2}),
        (["statement", "2026", "--employee", "196801012000031009"], {"months": "2026"}),
        (["statement", "2026-10", "--employee", "196801012000031009"], {"months": "2026-10"}),
        (
            ["goods-card", "2026-10", "--booth", "Balai Kota", "--product", "1"],
            {"booth": "Balai Kota", "product": 1, "months": "2026-10"},
        ),
    ],
)
def test_each_command_repeats_what_it_was_asked_and_no_number_of_a_person(
    october: October, app: Flask, tmp_path: Path, arguments: list[str], said: dict[str, Any]
) -> None:
    db.session.get_one(Employee, october.budi).nip = "196801012000031009"
    commit()
    result = app.test_cli_runner().invoke(args=["report", *arguments, "--out", str(tmp_path / "x.xlsx")])
    assert result.exit_code == 0, result.stderr
    shown = json.loads(result.stdout)
    assert isinstance(shown.pop("ledger_seq"), int)
    assert shown == {**said, "file": "x.xlsx"}
    assert (tmp_path / "x.xlsx").stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["compliance", "2026-10", "--without-names", "--with-supplement"],
         "Pilih salah satu: --without-names atau --with-supplement."),
        (["event-day", "7 November"], "Tanggal ditulis TAHUN-BULAN-TANGGAL"),
        (["year", "2026", "--opd", "999"], "Tidak ada unit bernomor 999."),
        (["opd", "2026-10", "--unit", "999"], "Tidak ada unit bernomor 999."),
        (["statement", "2026", "--employee", "tidak-ada"], "Tidak ada pegawai dengan nomor itu."),
        (["goods-card", "2026", "--booth", "Tidak ada", "--product", "1"], "Pojok 'Tidak ada' tidak ditemukan."),
        (["goods-card", "2026", "--booth", "Balai Kota", "--product", "99"], "Tidak ada produk bernomor 99."),
        (["goods-card", "2026", "--booth", "Balai Kota", "--product", "2"], "Laporan itu tidak ada isinya."),
    ],
)  # fmt: skip
def test_each_command_refuses_in_a_sentence(
    october: October, app: Flask, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    since = date(2026, 1, 1)
    create_product(bagea()["maker_id"], "Belum datang", actor=SYSTEM, unit_price=500, effective_from=since)
    commit()
    result = app.test_cli_runner().invoke(args=["report", *arguments, "--out", str(tmp_path / "x.xlsx")])
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "x.xlsx").exists()
