"""Taking one's own data along: all of it, nobody else's, and noted."""

import io
import json

import openpyxl
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from tests.people import buy


def export(ani, shape):
    page = ani.get("/saya/data")
    return ani.post("/saya/data", {"bentuk": shape, "csrf_token": page.token}, expect=200, token=None)


def test_the_file_holds_what_is_held_and_nobody_elses(ani, staff, session):
    buy(staff.ani, 12_000, goods="Bagea rahasia")
    buy(staff.budi, 9_000, goods="Kopi Budi")
    told = json.loads(export(ani, "json").data)
    assert told["Belanja"][0]["Barang"] == "1 x Bagea rahasia (Dapur Kenari)"
    assert told["Belanja"][0]["Jumlah"] == 12_000
    assert {"Hal": "Nama", "Isi": "Ani Latuconsina"} in told["Saya"]
    assert told["Riwayat jabatan"][0]["Jabatan"] == "Guru Ahli Muda"
    assert "Budi" not in json.dumps(told)
    book = openpyxl.load_workbook(io.BytesIO(export(ani, "xlsx").data))
    assert book.sheetnames[:4] == ["Saya", "Riwayat jabatan", "Bulan demi bulan", "Belanja"]
    cells = {cell for row in book["Belanja"].iter_rows(values_only=True) for cell in row}
    assert 12_000 in cells and "1 x Bagea rahasia (Dapur Kenari)" in cells


def test_who_opened_the_data_stands_in_it_and_the_export_in_the_trail(ani, staff, as_role, app, tmp_path):
    as_role("finance").get(f"/keuangan/pegawai/{staff.ani.id}")
    as_role("personnel").get(f"/kepegawaian/pegawai/{staff.ani.id}")
    begin_writing()
    staff.ani.code = "A-1"
    commit()
    words = ["report", "statement", "2026-11", "--employee", "A-1", "--out", str(tmp_path / "ani.xlsx")]
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    told = json.loads(export(ani, "json").data)
    assert [one["Apa"] for one in told["Siapa membuka data saya"]] == [
        "Mengunduh laporan belanja Anda",
        "Membuka data kepegawaian Anda",
        "Membuka data belanja Anda",
    ]
    assert "Membuka data kepegawaian Anda" in ani.get("/saya/akses").text
    events = list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == "access.export_own")))
    assert [(one.subject_id, one.details) for one in events] == [(staff.ani.id, {"format": "json"})]
    assert events[0].action in [
        one["Tindakan"] for one in json.loads(export(ani, "json").data)["Yang saya lakukan"]
    ]
