"""Taking one's own data along: all of it, nobody else's, and noted."""

import io
import json
import re

import openpyxl
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.disputes.services import dispute_sale
from app.extensions import db
from app.notices.rules import Message, employee
from app.notices.services import send_notices
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
    first = ["Saya", "Riwayat jabatan", "Sebelum daftar diterapkan", "Bulan demi bulan", "Belanja"]
    assert book.sheetnames[:5] == first
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


def test_the_workbook_speaks_in_words_where_the_json_keeps_codes(ani, staff, session):
    buy(staff.ani, 15_000)
    send_notices(
        [Message(employee(staff.ani.id), "short", "short:2026-11", {"period": "2026-11", "shortfall": 5_000})]
    )
    dispute_sale(staff.ani.id, buy(staff.ani, 1_000).id, "bukan saya", actor=SYSTEM)
    export(ani, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(export(ani, "xlsx").data))
    cells = {
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    }
    codes = {cell for cell in cells if re.fullmatch(r"[a-z_]+(\.[a-z_]+)?|\{.*\}|\d{4}-\d{2}", cell)}
    assert codes <= {
        "tunai",
        "dihitung",
        "tidak",
        "ya",
        "akun",
        "pegawai",
        "nota",
        "bertugas",
        "bukan saya",
        "ani",
    }
    assert {"Kurang", "November 2026", "Mengunduh data sendiri", "Pegawai"} <= cells
    assert any(cell.startswith("Belanja November 2026 masih kurang Rp5.000") for cell in cells)
    told = json.loads(export(ani, "json").data)
    assert told["Bulan demi bulan"][-1]["Keadaan"] == "short"
    assert told["Pesan"][0]["Isi"] == {"period": "2026-11", "shortfall": 5_000}
