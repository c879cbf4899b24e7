"""Registers the seven kinds of decisions about sales, in the order of the page.

Finance may decide all of them. A manager may decide, for the own booths, who bought, what a rejected item really was,
and that a flagged receipt was reviewed. Only finance may dismiss an item, book one twice, or set or accept its month
(decisions 13–17, 20); a manager sees these items too, to be able to explain them.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from app.decisions.filters import OpenItemFilter
from app.decisions.queries import list_open_ids
from app.decisions.registry import (
    FINANCE,
    MANAGER,
    DecisionAction,
    DecisionKind,
    DecisionRequest,
    Outcome,
    OwnFilter,
    ReadinessLabel,
    register,
)
from app.decisions.services import dismiss
from app.directory.queries import list_employees, load_tree
from app.makers.queries import find_catalogue_items
from app.sales.corrections.decisions import apply_voids, book_conflict, late, review_flags
from app.sales.corrections.line_matches import confirm_matches
from app.sales.queries import Proposal, evidence, list_resolution_proposals, open_items
from app.sales.queries.ledger import list_sales_by_id
from app.sales.queries.line_proposals import list_matched_in_names, list_open_lines, list_unmatched_lines
from app.sales.services import confirm_resolutions, resolve_buyers
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.words import N_, NN_

BOTH = (FINANCE, MANAGER)
MOST_PROPOSALS = 200


def list_matches(filters: OpenItemFilter) -> list[Proposal]:
    """The proposals of exact matches for the unknown buyers that pass the filters (decisions 13)."""
    proposals = list_resolution_proposals()
    if not proposals:
        return []
    among = replace(filters, ids=frozenset(one.sale_id for one in proposals))
    shown = set(list_open_ids(open_items.list_unknown_buyers, among))
    return [one for one in proposals if one.sale_id in shown]


def _matches_with_people(filters: OpenItemFilter) -> dict[str, Any]:
    matches = list_matches(filters)
    people = list_employees(sorted({match.employee_id for match in matches})) if matches else {}
    tree = load_tree() if matches else None
    return {"matches": matches, "people": people, "tree": tree, "most": MOST_PROPOSALS}


def _matches_with_goods(filters: OpenItemFilter) -> dict[str, Any]:
    matches = list_matched_in_names(filters)
    goods = find_catalogue_items({match.product_id for match in matches if match.product_id}, clock.today())
    return {"matches": matches, "goods": goods, "most": MOST_PROPOSALS}


def _match(request: DecisionRequest) -> Outcome:
    sales = list_sales_by_id(request.ids)
    booths = {sale.booth_id for sale in sales.values()}
    if len(sales) != len(request.ids) or (request.scope is not None and booths - request.scope):
        raise NotFound()
    return Outcome(confirm_resolutions(request.ids, actor=request.actor))


def _make_public(request: DecisionRequest) -> Outcome:
    done = resolve_buyers(request.ids, None, request.reason, actor=request.actor, only_open=False)
    return Outcome(len(done), sum(one.result == "parked" for one in done))


def _book_conflicts(request: DecisionRequest) -> Outcome:
    of = {"actor": request.actor, "scope": request.scope}
    done = [book_conflict(one, request.reason, **of) for one in request.ids]
    return Outcome(len(done), sum(one.result == "parked" for one in done))


def _counts(act: Callable[..., int]) -> Callable[[DecisionRequest], Outcome]:
    """Make a decision's handler from a service that decides rows with a reason and returns their number."""
    return lambda request: Outcome(act(request.ids, request.reason, actor=request.actor, scope=request.scope))


BUYERS = DecisionKind(
    "pembeli",
    N_("Pembeli belum dikenal"),
    N_("Nomor atau nama yang diketik belum dikenal. Tidak dihitung untuk siapa pun sampai ditetapkan."),
    (N_("Semua pembeli sudah dikenal"), N_("Tidak ada nota yang menunggu nama pembelinya.")),
    open_items.list_unknown_buyers,
    evidence.list_open_sales,
    (
        DecisionAction(
            "match",
            N_("Tetapkan yang dipilih"),
            NN_("%(count)s pembeli ditetapkan."),
            _match,
            BOTH,
            lambda filters: [match.sale_id for match in list_matches(filters)],
        ),
        DecisionAction("resolve", N_("Siapa ini?"), by=BOTH),
        DecisionAction(
            "public",
            N_("Bukan pegawai kota: jadikan umum"),
            NN_("%(count)s nota ditetapkan sebagai belanja umum."),
            _make_public,
        ),
    ),
    (ReadinessLabel("unresolved", 80, NN_("%(count)s pembeli belum dikenal")),),
    "decisions/_buyers.html",
    N_("Misalnya: sudah dicari, tidak ada di daftar pegawai."),
    extras=_matches_with_people,
)
CONFLICTS = DecisionKind(
    "bertentangan",
    N_("Nomor sama, isi berbeda"),
    N_("Nomor yang sama datang lagi dengan isi lain. Kiriman kedua belum dibukukan."),
    (N_("Tidak ada yang bertentangan"), N_("Setiap nomor datang dengan satu isi saja.")),
    open_items.list_conflicts,
    evidence.list_conflicts,
    (
        DecisionAction(
            "dismiss",
            N_("Yang pertama benar"),
            NN_("%(count)s kiriman kedua tidak dibukukan."),
            _counts(partial(dismiss, open_items.CONFLICT, action="sales.settle_conflict")),
        ),
        DecisionAction(
            "book",
            N_("Keduanya penjualan"),
            NN_("%(count)s kiriman dibukukan sebagai nota sendiri."),
            _book_conflicts,
        ),
    ),
    (
        ReadinessLabel(
            "conflicts", 30, NN_("%(count)s kiriman bernomor sama dengan isi berbeda belum dilihat")
        ),
    ),
    "decisions/_conflicts.html",
    N_("Misalnya: tablet dipakai dua orang, notanya diketik ulang."),
)
VOIDS = DecisionKind(
    "pembatalan",
    N_("Pembatalan tanpa nota"),
    N_("Pembatalan datang, notanya belum. Biarkan menunggu selama kasirnya masih punya kiriman."),
    (N_("Tidak ada pembatalan yang menunggu"), N_("Setiap pembatalan sudah menemukan notanya.")),
    open_items.list_pending_voids,
    evidence.list_pending_voids,
    (
        DecisionAction(
            "dismiss",
            N_("Abaikan pembatalannya"),
            NN_("%(count)s pembatalan diabaikan."),
            _counts(partial(dismiss, open_items.PENDING, action="sales.settle_void")),
        ),
        DecisionAction(
            "apply", N_("Batalkan notanya juga"), NN_("%(count)s nota dibatalkan."), _counts(apply_voids)
        ),
    ),
    (ReadinessLabel("voids_without_sale", 40, NN_("%(count)s pembatalan menunggu penjualannya datang")),),
    "decisions/_voids.html",
    N_("Misalnya: kasir salah menekan, notanya memang tidak pernah ada."),
)
LATE = DecisionKind(
    "terlambat",
    N_("Kiriman terlambat"),
    N_("Sudah tercatat, tetapi belum dihitung: bulannya sudah ditutup, atau jam perangkatnya meragukan."),
    (N_("Tidak ada kiriman terlambat"), N_("Tidak ada kiriman yang menunggu keputusan.")),
    open_items.list_late,
    evidence.list_open_late,
    (
        DecisionAction("accept", N_("Terima"), NN_("%(count)s kiriman diterima dan dihitung."), late.accept),
        DecisionAction("decline", N_("Tolak"), NN_("%(count)s kiriman ditolak."), late.decline),
        DecisionAction(
            "move",
            N_("Tetapkan bulannya dan terima"),
            NN_("%(count)s kiriman dihitung untuk %(month)s."),
            late.move,
        ),
    ),
    (
        ReadinessLabel(
            "clock_parked",
            60,
            NN_("%(count)s penjualan dengan jam meragukan menunggu bulannya ditetapkan"),
            "%(count)s penjualan dengan jam yang meragukan menunggu bulannya ditetapkan",
            "jam",
        ),
        ReadinessLabel(
            "late_items", 70, NN_("%(count)s kiriman terlambat menunggu keputusan"), choice="tutup"
        ),
    ),
    "decisions/_late.html",
    N_("Wajib kalau ditolak; pegawainya dapat membacanya."),
    OwnFilter(
        open_items.LATE_REASON,
        N_("Sebab"),
        N_("Semua sebab"),
        (
            ("tutup", "month_closed", N_("bulannya sudah ditutup")),
            ("jam", "clock", N_("jam perangkat meragukan")),
        ),
    ),
)
FLAGGED = DecisionKind(
    "bertanda",
    N_("Nota bertanda"),
    N_("Sudah dihitung. Tandanya menunjukkan yang tidak biasa; lihat sekali, lalu beri alasan."),
    (N_("Tidak ada nota bertanda"), N_("Semua yang tidak biasa sudah dilihat.")),
    open_items.list_flagged,
    evidence.list_open_sales,
    (
        DecisionAction(
            "review", N_("Sudah dilihat"), NN_("%(count)s nota sudah dilihat."), _counts(review_flags), BOTH
        ),
    ),
    (ReadinessLabel("flagged", 100, NN_("%(count)s nota bertanda belum dilihat")),),
    "decisions/_flagged.html",
    N_("Misalnya: harga turun menjelang tutup, sudah ditanyakan ke kasir."),
    OwnFilter(
        open_items.FLAG,
        N_("Tanda"),
        N_("Semua tanda"),
        tuple((flag, flag, flag) for flag in open_items.REVIEWED_FLAGS),
    ),
)
REJECTED = DecisionKind(
    "ditolak",
    N_("Ditolak di kasir"),
    N_("Kasir sudah menyimpannya, tetapi isinya tidak dapat dibukukan begitu saja."),
    (N_("Tidak ada yang ditolak"), N_("Semua yang disimpan kasir sudah dibukukan.")),
    open_items.list_rejected,
    evidence.list_rejected_items,
    (
        DecisionAction("correct", N_("Perbaiki dan bukukan"), by=BOTH),
        DecisionAction(
            "dismiss",
            N_("Bukan penjualan"),
            NN_("%(count)s kiriman dinyatakan bukan penjualan."),
            _counts(partial(dismiss, open_items.REJECTED, action="sales.decide_held")),
        ),
    ),
    (ReadinessLabel("held", 50, NN_("%(count)s penjualan ditolak di kasir belum diputuskan")),),
    "decisions/_rejected.html",
    N_("Misalnya: percobaan sebelum pojok dibuka."),
)
GOODS = DecisionKind(
    "barang",
    N_("Barang belum dicocokkan"),
    N_(
        "Barang yang diketik tanpa produk. Rak dan uang UMKM belum menghitungnya sampai jelas barang mana; "
        "sesudah itu dihitung sejak hari penjualannya."
    ),
    (N_("Semua barang sudah dicocokkan"), N_("Setiap barang yang terjual sudah jelas produknya.")),
    list_open_lines,
    lambda ids: list_unmatched_lines(line_ids=ids),
    (
        DecisionAction(
            "match",
            N_("Cocokkan yang dipilih"),
            NN_("%(count)s barang dicocokkan."),
            lambda request: Outcome(
                confirm_matches(request.ids, actor=request.actor, booth_ids=request.scope)
            ),
            BOTH,
            lambda filters: [one.line_id for one in list_matched_in_names(filters)],
        ),
        DecisionAction("choose", N_("Barang apa ini?"), by=BOTH),
    ),
    template="decisions/_goods.html",
    extras=_matches_with_goods,
)
register(BUYERS, CONFLICTS, VOIDS, LATE, FLAGGED, REJECTED, GOODS)
