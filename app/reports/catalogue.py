"""Which reports there are, in the order pages list them; each entry is all the rest of the program knows of one."""

from dataclasses import dataclass

from app.closing import queries as closing
from app.directory.queries import load_tree
from app.makers.queries import count_products
from app.reports.attendance import read_attendance
from app.reports.compliance import read_compliance_report, read_summary_page
from app.reports.event_day import read_event_day
from app.reports.goods_card import read_goods_card
from app.reports.ledger import read_ledger
from app.reports.opd import read_opd
from app.reports.queries.sizes import count_people, count_people_in, count_receipts_of
from app.reports.queries.training import count_attendance_rows
from app.reports.readiness import read_readiness
from app.reports.registry import ReportContent, ReportKind, ReportRequest, get_kind, given, register
from app.reports.report import Report
from app.reports.settlement import read_settlement
from app.reports.statement import Span, read_statement
from app.reports.supplement import read_supplement
from app.reports.training import read_training
from app.reports.year import read_year
from app.settlement.queries.recap import count_statements_made
from app.shared.errors import NotFound
from app.shared.words import N_

SMALL = 10_000
"""So many rows are written while the page waits; more become a job."""


def _open_with_supplement(request: ReportRequest, made_by: str) -> Report:
    period = given(request.period)
    if closing.find_current_closing(period) is None:
        raise NotFound()
    return read_compliance_report(period, made_by, with_supplement=True)


def _open_statement(request: ReportRequest, made_by: str) -> Report:
    return read_statement(given(request.employee_id), Span.of_request(request), made_by)


def _open_goods_card(request: ReportRequest, made_by: str) -> Report:
    span = Span.of_request(request)
    return read_goods_card(given(request.booth_id), given(request.product_id), span, made_by)


def _count_with_receipts(request: ReportRequest) -> int:
    return count_people() + count_receipts_of(given(request.period))


def _count_people_below(request: ReportRequest) -> int:
    tree = load_tree()
    return count_people_in(frozenset().union(*(tree.below(root) for root in request.roots)))


COMPLIANCE = ReportKind(
    "compliance",
    N_("Kepatuhan"),
    parameters=("month", "content"),
    audiences=("finance",),
    help="Rekap belanja sebulan: per OPD, per jenjang, per pegawai, transaksi.",
    dated_title=N_("Kepatuhan %(month)s"),
    page_title=N_("Belanja UMKM %(month)s"),
    description=N_(
        "Rekap per OPD dan per jenjang, rincian pegawai, yang belum memenuhi, transaksi, keterangan. "
        "Tanpa nama: hanya rekap, untuk pimpinan."
    ),
    contents=(
        ReportContent(
            "lengkap",
            N_("Kepatuhan, lengkap dengan nama"),
            lambda request, made_by: read_compliance_report(given(request.period), made_by),
            _count_with_receipts,
            download=N_("Unduh lengkap"),
            view=N_("Lihat"),
            is_signed=True,
        ),
        ReportContent(
            "tanpa-nama",
            N_("Kepatuhan, tanpa nama"),
            lambda request, made_by: read_compliance_report(given(request.period), made_by, with_names=False),
            lambda _request: count_people(),
            download=N_("Unduh tanpa nama"),
            named="nobody",
            flag="--without-names",
            flag_help="Hanya rekap dan keterangan.",
        ),
        ReportContent(
            "ringkasan",
            N_("Ringkasan satu halaman"),
            lambda request, made_by: read_summary_page(given(request.period), made_by),
            lambda _request: 1,  # one page, however many people are read for it
            download=N_("Unduh ringkasan satu halaman (PDF)"),
            view=N_("Lihat ringkasan"),
            named="nobody",
        ),
        ReportContent(
            "dengan-suplemen",
            N_("Kepatuhan, dengan suplemen"),
            _open_with_supplement,
            _count_with_receipts,
            download=N_("Unduh dengan suplemen"),
            view=N_("Lihat dengan suplemen"),
            flag="--with-supplement",
            flag_help="Bulan yang ditutup, dengan lembar suplemen di sampingnya.",
            needs_supplement=True,
        ),
        ReportContent(
            "suplemen",
            N_("Suplemen"),
            lambda request, made_by: read_supplement(given(request.period), made_by),
            lambda _request: count_people(),
            download=N_("Unduh suplemen"),
            needs_supplement=True,
        ),
    ),
)
LEDGER = ReportKind(
    "ledger",
    N_("Buku penjualan"),
    parameters=("month",),
    audiences=("finance",),
    help="Buku penjualan sebulan: setiap baris, juga yang dibatalkan dan yang menunggu.",
    open=lambda request, made_by: read_ledger(given(request.period), made_by),
    count_rows=lambda request: count_receipts_of(given(request.period)),
    dated_title=N_("Buku penjualan %(month)s"),
    page_title=N_("Buku penjualan %(month)s"),
    description=N_(
        "Setiap baris bulan ini: penjualan, pembatalan, perbaikan, penetapan pembeli, yang menunggu, "
        "dengan sumber dan jamnya."
    ),
)
EVENT_DAY = ReportKind(
    "event-day",
    N_("Hari belanja"),
    parameters=("day",),
    audiences=("finance",),
    help="Hari belanja: pembeli per jam, OPD, pojok, dan UMKM.",
    open=lambda request, made_by: read_event_day(given(request.day), made_by),
    count_rows=lambda _request: count_people(),
    named="nobody",
    dated_title=N_("Hari belanja %(day)s"),
    page_title=N_("Hari belanja %(day)s"),
    description=N_("Pembeli per jam, per OPD, per pojok, dan per UMKM pada satu hari; biasanya tanggal 7."),
)
YEAR = ReportKind(
    "year",
    N_("Matriks tahun"),
    parameters=("year", "opd"),
    audiences=("finance",),
    help="Matriks tahun: dua belas bulan per OPD dan per pegawai.",
    open=lambda request, made_by: read_year(given(request.year), made_by, opd_id=request.opd_id),
    count_rows=lambda _request: 2 * count_people(),
    dated_title=N_("Matriks tahun %(year)s"),
    page_title=N_("Matriks tahun %(year)s"),
    description=N_(
        "Dua belas bulan berdampingan, per OPD dan per pegawai, dengan warna menurut seberapa jauh batas "
        "minimal tercapai."
    ),
)
OPD = ReportKind(
    "opd",
    N_("Buku OPD"),
    parameters=("month", "units"),
    audiences=("opd",),
    help="Buku satu OPD: pegawainya sendiri dalam satu bulan.",
    open=lambda request, made_by: read_opd(given(request.period), request.roots, made_by),
    count_rows=_count_people_below,
    dated_title=N_("Buku OPD %(month)s"),
)
SETTLEMENT = ReportKind(
    "settlement",
    N_("Penyelesaian UMKM"),
    parameters=("month",),
    audiences=("finance",),
    help="Nota penyelesaian sebulan: per nota, per pojok, per UMKM, dan kecocokan dengan buku penjualan.",
    open=lambda request, made_by: read_settlement(given(request.period), made_by),
    count_rows=lambda request: count_statements_made(given(request.period)),
    named="nobody",
    dated_title=N_("Penyelesaian UMKM %(month)s"),
    page_title=N_("Penyelesaian UMKM %(month)s"),
    description=N_(
        "Nota yang dibuat bulan ini: penjualan, bagian pojok, ganti rugi, sudah dan belum dibayar, per pojok dan "
        "per UMKM; umur utang yang belum dibayar; penjualan bulan ini dicocokkan dengan buku penjualan sampai rupiah "
        "terakhir."
    ),
)
STATEMENT = ReportKind(
    "statement",
    N_("Belanja satu pegawai"),
    parameters=("person", "span"),
    audiences=("employee",),
    help="Belanja satu pegawai: sebulan (2026-11) atau setahun (2026).",
    open=_open_statement,
    count_rows=lambda _request: 0,
    named="one",
    page_title=N_("Belanja saya, %(span)s"),
)
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
GOODS_CARD = ReportKind(
    "goods-card",
    N_("Kartu barang"),
    parameters=("booth", "product", "span"),
    audiences=("manager", "maker"),
    help="Kartu barang: satu barang di satu pojok, sebulan (2026-11) atau setahun (2026).",
    open=_open_goods_card,
    count_rows=lambda _request: 2 * 366,  # about two rows a day at most
    named="nobody",
    page_title=N_("Kartu barang, %(span)s"),
)
ATTENDANCE = ReportKind(
    "attendance",
    N_("Daftar hadir"),
    parameters=("event", "content"),
    audiences=("umkm",),
    help="Daftar hadir sebuah pelatihan: satu lembar per sesi, dengan kotak tanda tangan.",
    named="nobody",
    contents=(
        ReportContent(
            "daftar-hadir",
            N_("Daftar hadir"),
            lambda request, made_by: read_attendance(given(request.event_id), made_by),
            lambda request: count_attendance_rows(given(request.event_id)),
            download=N_("Unduh daftar hadir"), view=N_("Daftar hadir"), named="nobody",
        ),
        ReportContent(
            "daftar-hadir-kosong",
            N_("Daftar hadir kosong"),
            lambda request, made_by: read_attendance(given(request.event_id), made_by, is_blank=True),
            lambda request: count_attendance_rows(given(request.event_id)),
            download=N_("Unduh daftar hadir kosong"), view=N_("Daftar hadir kosong"), named="nobody", flag="--blank",
            flag_help="Untuk dicetak sebelum sesinya: belum ada yang hadir, dengan baris kosong.",
        ),
    ),
)  # fmt: skip
TRAINING = ReportKind(
    "training",
    N_("Rekap SPJ"),
    parameters=("event",),
    audiences=("umkm",),
    help="Rekap SPJ sebuah pelatihan: sesi, yang terdaftar, yang hadir, sertifikat, topik yang sama.",
    open=lambda request, made_by: read_training(given(request.event_id), made_by),
    count_rows=lambda request: count_attendance_rows(given(request.event_id)),
    named="nobody",
)
for _kind in (
    COMPLIANCE, LEDGER, SETTLEMENT, EVENT_DAY, YEAR, OPD, STATEMENT, READINESS, GOODS_CARD, ATTENDANCE, TRAINING,
):  # fmt: skip
    register(_kind)


def open_report(request: ReportRequest, made_by: str) -> Report:
    """Read a report in one snapshot. NotFound for what there is not (a supplement, a unit, a person)."""
    return given(_find_readable(request).open)(request, made_by)


def count_expected_rows(request: ReportRequest) -> int:
    """About how many rows reading and writing it will take. NotFound for what there is not."""
    return given(_find_readable(request).count_rows)(request)


def _find_readable(request: ReportRequest) -> ReportContent | ReportKind:
    kind = get_kind(request.kind)
    return kind.get_content(request.content) if kind.contents else kind


@dataclass(frozen=True, slots=True)
class SignedFile:
    """The signed bytes of a closed month with what the trail says of them."""

    name: str
    content: bytes
    version: int
    ledger_seq: int


def find_signed_file(request: ReportRequest) -> SignedFile | None:
    """The signed bytes, where exactly those are asked for: the whole workbook of a closed month (decisions 16)."""
    kind = get_kind(request.kind)
    if request.period is None or request.content is None:
        return None
    if not kind.contents or not kind.get_content(request.content).is_signed:
        return None
    current = closing.find_current_closing(request.period)
    if current is None:
        return None
    stored = closing.get_stored_file(request.period, current.version)
    return SignedFile(stored.name, stored.content, current.version, current.ledger_seq)
