"""The workbook of makers' readiness for modern shops and export: missing requirements, without a score (makers 18)."""

from collections.abc import Sequence

from app.excel.column_widths import Column, FactSheet, Sheet
from app.makers.queries import count_products
from app.reports.heading import long_date
from app.reports.registry import ReportKind
from app.reports.report import Letterhead, Report, made_facts, read_paper
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.transaction import begin_snapshot
from app.shared.words import N_
from app.visits.checklists import TITLES
from app.visits.queries import FindingRow, Readiness, get_kind_titles, list_findings, list_readiness
from app.visits.rules import TARGETS, Missing

_NO = Column("No.", 5, "number_no")
_TARGETS = {"modern": "Toko modern", "export": "Ekspor"}
_FACTS = {"barcode": "Kode batang pada setiap barang", "capacity": "Kapasitas setiap barang per bulan"}
_NEEDS = {"missing": "belum ada", "fix": "perlu diperbaiki", "not_seen": "belum dilihat"}
_STATES = {"open": "belum selesai", "said_done": "kata pemilik sudah selesai"}


def read_readiness(made_by: str) -> Report:
    """Read today's missing requirements of all makers with goods on sale, in one snapshot."""
    begin_snapshot()
    paper, ledger_seq, today = read_paper(made_by), get_last_sale_id(), clock.today()
    rows, findings = list_readiness(today), list_findings()
    title = f"Kesiapan UMKM {long_date(today)}"
    sheets: list[Sheet | FactSheet] = [
        _makers(paper, rows),
        *(_missing(paper, slug, rows) for slug in (target.slug for target in TARGETS)),
        _findings(paper, findings),
        FactSheet(
            "Keterangan",
            [
                *made_facts(title, paper, ledger_seq),
                ("Surat", "hanya yang sudah diperiksa petugas dan masih berlaku"),
                ("Belum dilihat", "belum ada yang melihatnya pada kunjungan; bukan baik, bukan salah"),
            ],
            letterhead=paper.letterhead, titles=["KETERANGAN LAPORAN", *paper.titles()],
        ),
    ]  # fmt: skip
    return Report(
        f"kesiapan-umkm-{today.isoformat()}.xlsx", title, sheets, made_by, paper.footer(title, ledger_seq),
        paper.made_at, is_provisional=False, details={"ledger_seq": ledger_seq, "rows": len(rows)},
    )  # fmt: skip


def _makers(paper: Letterhead, rows: Sequence[Readiness]) -> Sheet:
    columns = (
        _NO, Column("UMKM", 30), Column("Kelurahan", 18), Column("Kunjungan terakhir", 14, "date"),
        Column("Buah per bulan", 14, "integer"), Column("Kurang, toko modern", 12, "integer"),
        Column("Kurang, ekspor", 12, "integer"),
    )  # fmt: skip
    return Sheet(
        name="UMKM",
        columns=columns,
        rows=[
            (
                row.maker, row.village, row.visited_on, row.pieces, len(row.missing["modern"]),
                len(row.missing["export"]),
            )
            for row in rows
        ],
        letterhead=paper.letterhead,
        titles=paper.titles("KESIAPAN UMKM", f"PEMERINTAH {paper.city.upper()}"),
        notes=["Banyaknya hal yang kurang bukan nilai: satu surat dapat lebih berat daripada lima titik label."],
        signatures=paper.signatures(),
        empty_text="Belum ada UMKM yang berjualan.",
    )  # fmt: skip


def _missing(paper: Letterhead, slug: str, rows: Sequence[Readiness]) -> Sheet:
    return Sheet(
        name=_TARGETS[slug],
        columns=(_NO, Column("UMKM", 30), Column("Yang kurang", 60), Column("Keadaan", 18)),
        rows=[(row.maker, _words(lack), _NEEDS[lack.need]) for row in rows for lack in row.missing[slug]],
        letterhead=paper.letterhead,
        titles=paper.titles(
            f"YANG KURANG UNTUK {_TARGETS[slug].upper()}", f"PEMERINTAH {paper.city.upper()}"
        ),
        empty_text="Tidak ada yang kurang.",
    )


def _words(missing: Missing) -> str:
    if missing.kinds:
        return get_kind_titles(missing)
    return _FACTS.get(missing.code) or TITLES[missing.code]


def _findings(paper: Letterhead, rows: Sequence[FindingRow]) -> Sheet:
    return Sheet(
        name="Temuan",
        columns=(
            _NO, Column("UMKM", 30), Column("Temuan", 50), Column("Nasihat", 40), Column("Ditemukan", 13, "date"),
            Column("Keadaan", 22),
        ),
        rows=[(row.maker, TITLES[row.item], row.advice, row.found_on, _STATES[row.state]) for row in rows],
        letterhead=paper.letterhead,
        titles=paper.titles("TEMUAN KUNJUNGAN YANG BELUM SELESAI", f"PEMERINTAH {paper.city.upper()}"),
        empty_text="Tidak ada temuan.",
    )  # fmt: skip


READINESS = ReportKind(
    "readiness",
    N_("Kesiapan UMKM"),
    parameters=(),
    audiences=("umkm",),
    help="Kesiapan UMKM untuk toko modern dan ekspor: apa yang masih kurang, temuan kunjungan, kapasitas.",
    open=lambda _request, made_by: read_readiness(made_by),
    count_rows=lambda _request: count_products()[0],
    named="nobody",
    page_title=N_("Kesiapan UMKM"),
)
