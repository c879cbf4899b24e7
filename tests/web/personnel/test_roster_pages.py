"""Upload, preview, confirm: nothing changes before the confirmation, and exactly the previewed happens."""

import io
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.directory.models import Employee, Posting, RosterUpload
from app.extensions import db
from app.minimums.services import load_decree
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.web.ui import uploads
from tests.directory.files import (
    JANUARY,
    NOVEMBER,
    line,
    paulus,
    person,
    roster,
    take_in,
    yohanis,
)
from tests.pages import Page, PageClient
from tests.standing import decree_text

PPPK = {"JENIS_PEGAWAI_NAMA": "PPPK", "STATUS_CPNS_PNS": "", "GOL_AKHIR_NAMA": "IX"}


def send(office: PageClient, file: Path, expect: int = 303, name: str | None = None, **changes: Any) -> Page:
    """Fill in the upload form and send it."""
    office.get("/kepegawaian/unggah")
    data = {"file": (io.BytesIO(file.read_bytes()), name or file.name), "as_of": "2026-11-01", **changes}
    return office.post("/kepegawaian/unggah", data, expect, content_type="multipart/form-data")


def stored_files(app: Flask) -> list[Path]:
    folder = Path(app.instance_path) / "uploads"
    return sorted(folder.iterdir()) if folder.exists() else []


def people() -> int:
    return db.session.query(Employee).count()


def test_an_upload_is_previewed_and_changes_nothing(app: Flask, office: PageClient, city: Path) -> None:
    page = send(office, roster(city, line(), yohanis(ESELON_NAMA="VI.c"))).follow()
    assert "2 baris: 1 baru, 0 berubah, 0 tetap, 1 ditolak" in page.text
    assert "Eselon tidak dikenal: VI.c. Pakai I.a sampai V.b, atau kosongkan." in page.text
    assert people() == 0
    (file,) = stored_files(app)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "pegawai" not in file.name


def test_confirming_applies_and_lets_the_file_go(app: Flask, office: PageClient, city: Path) -> None:
    page = send(office, roster(city, line(), yohanis())).follow()
    done = page.form("terapkan").submit().follow()
    assert "2 baru, 0 berubah, 0 tetap, 0 ditolak" in done.text
    assert (people(), stored_files(app)) == (2, [])
    assert db.session.query(Posting).filter_by(effective_from=NOVEMBER).count() == 2


def test_a_second_confirmation_says_so(office: PageClient, city: Path) -> None:
    page = send(office, roster(city, line())).follow()
    form = page.form("terapkan")
    form.submit()
    assert "sudah diterapkan" in form.submit().follow().text
    assert db.session.query(Posting).count() == 1


def test_a_change_in_between_shows_the_new_preview_and_applies_nothing(
    office: PageClient, city: Path
) -> None:
    take_in(city, line())
    form = send(office, roster(city, line(UNOR_ID="P"))).follow().form("terapkan")
    take_in(city, line(UNOR_ID="P"), yohanis())
    page = form.submit(expect=409)
    assert "Data pegawai berubah sejak pratinjau" in page.text
    page.form("terapkan").submit()
    assert db.session.query(RosterUpload).filter_by(state="applied").count() == 3


def test_a_swapped_file_on_disk_is_refused(app: Flask, office: PageClient, city: Path) -> None:
    form = send(office, roster(city, line())).follow().form("terapkan")
    stored_files(app)[0].write_bytes(roster(city, line(), yohanis()).read_bytes())
    assert "bukan lagi yang diperiksa" in form.submit(expect=409).text
    assert people() == 0


def test_a_file_that_is_gone_is_said_to_be_gone(app: Flask, office: PageClient, city: Path) -> None:
    address = send(office, roster(city, line())).location
    stored_files(app)[0].unlink()
    assert "sudah dihapus" in office.get(address).text
    assert "belum diterapkan" not in office.get("/kepegawaian/").text


def test_a_discarded_file_is_removed(app: Flask, office: PageClient, city: Path) -> None:
    upload = send(office, roster(city, line()))
    upload.follow().form(f"{upload.location}/batal").submit()
    assert stored_files(app) == []
    assert "sudah dibatalkan" in office.get(upload.location).text


def test_files_nobody_came_back_for_are_removed(app: Flask, office: PageClient, city: Path) -> None:
    send(office, roster(city, line()))
    (old,) = stored_files(app)
    os.utime(old, ((clock.now() - timedelta(days=2)).timestamp(),) * 2)
    send(office, roster(city, line()))
    assert old not in stored_files(app)
    assert len(stored_files(app)) == 1


def test_an_old_file_is_removed_by_any_request_without_another_upload(
    app: Flask, office: PageClient, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office, roster(city, line()))
    (old,) = stored_files(app)
    later = uploads.time.monotonic() + uploads.PURGE_INTERVAL.total_seconds()
    monkeypatch.setattr(uploads.time, "monotonic", lambda: later)
    office.get("/kepegawaian/")
    assert stored_files(app) == [old]  # of today: somebody may still come back for it
    os.utime(old, ((clock.now() - uploads.UPLOAD_LIFETIME - timedelta(minutes=1)).timestamp(),) * 2)
    monkeypatch.setattr(uploads.time, "monotonic", lambda: later + uploads.PURGE_INTERVAL.total_seconds())
    office.get("/kepegawaian/")
    assert stored_files(app) == []


def test_refused_rows_come_as_a_workbook_and_the_export_is_logged(office: PageClient, city: Path) -> None:
    upload = send(office, roster(city, line(), yohanis(ESELON_NAMA="VI.c")))
    file = upload.follow().form(f"{upload.location}/ditolak").submit(expect=200)
    assert file.headers["Content-Disposition"].startswith('attachment; filename="baris-ditolak-')
    rows = list(load_workbook(io.BytesIO(file.data)).active.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [3]
    assert db.session.query(AuditEvent).filter_by(action="directory.export_rejects").count() == 1


def test_the_preview_tells_whose_minimum_changes(office: PageClient, city: Path) -> None:
    begin_writing()
    load_decree(decree_text(), actor=SYSTEM)
    commit()
    take_in(city, line(), yohanis(), paulus(), as_of=JANUARY)
    file = roster(city, line(ESELON_NAMA="III.a"), yohanis(KEDUDUKAN_HUKUM_NAMA="Pensiun"), paulus())
    page = send(office, file).follow()
    assert "Mulai November 2026, 2 orang: 1 naik, 0 turun, 0 mulai wajib, 1 tidak lagi wajib." in page.text
    later = send(office, file, as_of="2026-11-02").follow()
    assert "Mulai Desember 2026, 2 orang" in later.text


def test_missing_people_are_named_before_the_confirmation(office: PageClient, city: Path) -> None:
    take_in(city, line(), yohanis())
    page = send(office, roster(city, line())).follow()
    assert "1 orang dari status yang sama tidak ada di berkas" in page.text
    assert "YOHANIS LATUPERISSA" in page.text


def test_a_suggestion_is_linked_only_when_ticked(office: PageClient, city: Path) -> None:
    short = ["KODE", "NAMA", "STATUS", "JABATAN", "UNOR ID"]
    take_in(city, ["NA-1", "Martha Wattimena", "Non ASN", "Honorer", "S4"], header=short)
    page = send(office, roster(city, line(**PPPK))).follow()
    assert "Mungkin orang yang sama" in page.text
    page.form("terapkan").submit(sama=f"2-{person(code='NA-1').id}")
    assert (people(), person(code="NA-1").pns_id) == (1, "A-1")


@pytest.mark.parametrize("link", ["2-4711", "x", "2-x", "-", "9" * 30])
def test_a_link_that_was_not_offered_is_refused(office: PageClient, city: Path, link: str) -> None:
    page = send(office, roster(city, line())).follow()
    values = {**page.form("terapkan").values, "sama": link}
    answer = office.post(page.form("terapkan").action, values, expect=409)
    assert "tidak ada dalam saran" in answer.text
    assert people() == 0
