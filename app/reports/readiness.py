"""Each point of the readiness list as a sentence; `{count}` is how many."""

SENTENCES = {
    "tills_not_synced": "{count} kasir belum mengirim semua penjualannya",
    "shifts_open": "{count} shift kasir belum ditutup",
    "conflicts": "{count} kiriman bernomor sama dengan isi berbeda belum dilihat",
    "voids_without_sale": "{count} pembatalan menunggu penjualannya datang",
    "clock_parked": "{count} penjualan dengan jam yang meragukan menunggu bulannya ditetapkan",
    "late_items": "{count} kiriman terlambat menunggu keputusan",
    "unresolved": "{count} pembeli belum dikenal",
    "held": "{count} penjualan ditolak di kasir belum diputuskan",
    "disputed": "{count} pengaduan pegawai belum dijawab",
    "flagged": "{count} nota bertanda belum dilihat",
    "to_review": "{count} pegawai perlu diperiksa",
    "no_decree": "belum ada aturan yang berlaku pada bulan ini",
}
