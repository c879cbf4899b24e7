"""The sheet *Keterangan*: the basis of the figures, their completeness, and their agreement with the ledger."""

from app.compliance.rules import recap_total
from app.excel.column_widths import FactSheet
from app.reports.heading import month_name
from app.reports.month import Compliance, incomplete
from app.reports.report import SEPARATORS
from app.shared import clock

Facts = list[tuple[str, object]]


def facts_sheet(month: Compliance, with_names: bool) -> FactSheet:
    """Facts as names and values, amounts in whole rupiah; without names of persons."""
    facts = [
        *_making(month, with_names), *_grounds(month), *_minimums(month), *_completeness(month),
        *(_reasons(month) if with_names else ()), *_agreement(month),
    ]  # fmt: skip
    return FactSheet(
        "Keterangan",
        facts,
        letterhead=month.heading.letterhead,
        titles=["KETERANGAN LAPORAN", *month.heading.titles[1:]],
    )


def _making(month: Compliance, with_names: bool) -> Facts:
    heading = month.heading
    state = (
        "SEMENTARA, bulan belum ditutup" if heading.is_provisional else f"Ditutup, versi {heading.version}"
    )
    return [
        ("Laporan", None),
        ("Bulan", month_name(heading.period)),
        ("Keadaan", state),
        ("Dibuat oleh", month.made_by),
        ("Dibuat pada", clock.now()),
        ("Isi", "Lengkap dengan nama" if with_names else "Tanpa nama: hanya rekap"),
        ("Nomor urut buku besar", str(month.ledger_seq)),
        ("Bukti urutan (nomor:sidik jari digital)", month.chain_head or "dicetak saat bulan ditutup"),
        *([("SHA-256 berkas yang ditandatangani", month.signed_sha256)] if month.signed_sha256 else []),
    ]


def _grounds(month: Compliance) -> Facts:
    heading = month.heading
    return [
        ("Dasar", None),
        ("Aturan", heading.decree_line.removeprefix("Dasar: ")),
        ("Hari acuan jabatan", f"tanggal {heading.reference_day}"),
        ("Urutan penetapan keadaan", "tidak wajib, dibebaskan, belum ada aturan, lalu memenuhi atau kurang"),
        ("Wajib", "memenuhi ditambah kurang; yang dibebaskan dan tidak wajib di luar pembagi"),
        ("Bertugas", "semua dalam daftar kecuali yang tidak wajib (pensiun, cuti, keluar …)"),
        ("Persentase", "memenuhi dibagi wajib; dibulatkan, jadi selisih 0,1 di antara baris wajar"),
        (
            "Kekurangan",
            "jumlah kekurangan tiap orang; kelebihan seseorang tidak menutup kekurangan orang lain",
        ),
        SEPARATORS,
        ("Yang dihitung", "jumlah baris penjualan dikurangi pembatalan, menurut tanggal di kota ini"),
        ("Bukan bagian hitungan", "uang kembali, pembulatan, kelebihan bulan lain; tidak ada potongan gaji"),
    ]


def _minimums(month: Compliance) -> Facts:
    """The minimum of each tier, taken from the rows, so that it is frozen with them."""
    minimums: dict[str, set[int]] = {}
    for row in month.rows:
        if row.tier_name and row.minimum is not None:
            minimums.setdefault(row.tier_name, set()).add(row.minimum)
    if not minimums:
        return []
    tiers = sorted(minimums.items(), key=lambda one: (-max(one[1]), one[0]))
    amounts: Facts = [(name, (amount, "rupiah")) for name, values in tiers for amount in sorted(values)]
    return [("Batas minimal per jenjang (Rp)", None), *amounts]


def _completeness(month: Compliance) -> Facts:
    """The open points (of a closed month: those at closing), and when each till last sent (decisions 19)."""
    points = incomplete(month.points)
    facts: Facts = [("Kelengkapan", None)]
    facts += [(f"Yang belum selesai {number}", text) for number, text in enumerate(points, 1)]
    if not points:
        facts.append(("Kelengkapan data", "semua pojok sudah mengirim; tidak ada yang menunggu"))
    if month.heading.is_provisional:
        for till in month.tills:
            synced = clock.local(till.last_synced_at) if till.last_synced_at else None
            text = f"{synced:%d-%m-%Y %H.%M}; {till.unsent} nota menunggu" if synced else "belum pernah"
            facts.append((f"Terakhir mengirim: {till.booth}, {till.name}", text))
    return facts


def _reasons(month: Compliance) -> Facts:
    """The typed reasons for closing with open points and for reopening (decisions 18); a copy without names omits
    them."""
    facts: Facts = []
    if month.override:
        facts.append(("Alasan ditutup walau ada yang belum selesai", month.override))
    for reopening in month.reopenings:
        text = f"{clock.local(reopening.at):%d-%m-%Y %H.%M}, {reopening.by}: {reopening.reason}"
        facts.append((f"Versi {reopening.version} dibuka lagi", text))
    return [("Alasan penutupan dan pembukaan", None), *facts] if facts else []


def _agreement(month: Compliance) -> Facts:
    """Compare the sums of employees, public and unknown buyers with the ledger; a difference came after the closing."""
    bought = recap_total(month.rows, "").bought
    later = month.sums.turnover - bought - month.sums.public - month.sums.unresolved
    facts: Facts = [
        ("Pencocokan dengan buku besar (Rp)", None),
        ("Belanja pegawai dalam daftar", (bought, "rupiah")),
        ("Belanja umum", (month.sums.public, "rupiah")),
        ("Pembeli belum dikenal", (month.sums.unresolved, "rupiah")),
    ]
    if later or not month.heading.is_provisional:
        facts.append(("Suplemen sesudah ditutup", (later, "rupiah")))
    return [
        *facts,
        ("Jumlah buku besar bulan ini", (month.sums.turnover, "rupiah")),
        ("Banyak penjualan / pembatalan", f"{month.sums.sales} / {month.sums.voids}"),
    ]
