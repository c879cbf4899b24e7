"""The labels of supply notes and counts: kinds, states, and reasons to select."""

from app.shared.words import N_

KIND_LABELS: dict[str, str] = {
    "delivery": N_("Titip"),
    "return": N_("Retur ke UMKM"),
    "broken": N_("Rusak"),
    "lost": N_("Hilang"),
    "expired": N_("Kedaluwarsa"),
    "found": N_("Temuan"),
}
"""The kinds of `app/stock/rules.py`, in the same order."""
CARD_LABELS: dict[str, str] = {**KIND_LABELS, "count": N_("Hitung rak"), "sold": N_("Terjual")}
"""What a row of the goods card is."""
STATE_LABELS: dict[str, str] = {
    "announced": N_("dikabarkan UMKM"),
    "handed": N_("menunggu dihitung"),
    "checked": N_("sudah dihitung"),
    "withdrawn": N_("ditarik"),
}
ANSWER_LABELS: dict[str, str] = {"agreed": N_("UMKM setuju"), "objected": N_("UMKM keberatan")}
DIFFERENCE_REASONS = (
    N_("kurang dari nota"),
    N_("lebih dari nota"),
    N_("rusak saat tiba"),
    N_("salah tulis di nota"),
)
"""Why the booth's figure differs; stored as they stand here."""
LOSS_REASONS = (
    N_("rusak di rak"),
    N_("rusak saat dibawa"),
    N_("tidak ditemukan saat dihitung"),
    N_("lewat tanggal kedaluwarsa"),
)
"""How goods were lost; stored as they stand here."""
COUNT_REASONS = (
    N_("tidak ditemukan"),
    N_("rusak, belum dicatat"),
    N_("titipan belum dicatat"),
    N_("kasir memilih barang lain"),
)
"""Why a count differs from what should stand there; stored as they stand here."""
RELEASE_REASONS = (
    N_("perangkat hilang"),
    N_("perangkat rusak"),
    N_("tidak dipakai berjualan sejak itu"),
)
"""Why a count waits for a till no longer; stored as they stand here."""
