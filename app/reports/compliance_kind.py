"""Registers the month's report: the workbook that finance signs, and its shorter contents."""

from app.closing.queries import find_current_closing
from app.reports.compliance import read_compliance_report, read_summary_page
from app.reports.queries.sizes import count_people, count_receipts_of
from app.reports.registry import ReportContent, ReportKind, ReportRequest, given
from app.reports.report import Report
from app.reports.supplement import read_supplement
from app.shared.errors import NotFound
from app.shared.words import N_


def _open_with_supplement(request: ReportRequest, made_by: str) -> Report:
    period = given(request.period)
    if find_current_closing(period) is None:
        raise NotFound()
    return read_compliance_report(period, made_by, with_supplement=True)


def _count_with_receipts(request: ReportRequest) -> int:
    return count_people() + count_receipts_of(given(request.period))


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
            lambda _request: 1,  # one page, for any number of people
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
