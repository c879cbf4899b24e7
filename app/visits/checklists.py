"""The checklists by version. A version never changes; each visit stores the version it answered (makers 18).

Label points: PerBPOM 31/2018 article 5 (changed by 20/2021 and 6/2024). The others are the points of city curators:
quality, packaging, storage, capacity, marketing, legality.
"""

from dataclasses import dataclass
from typing import Literal

from app.shared.words import N_

Axis = Literal["mutu", "volume", "kemasan", "pemasaran", "legalitas"]
AXES: tuple[Axis, ...] = ("mutu", "volume", "kemasan", "pemasaran", "legalitas")


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a checklist: its code, whose meaning never changes, its axis, and its text."""

    code: str
    axis: Axis
    title: str


_FIRST = (
    Item("kebersihan", "mutu", N_("Tempat dan alat bersih, hewan tidak masuk")),
    Item("penyimpanan", "mutu", N_("Bahan dan barang jadi disimpan terpisah dan kering")),
    Item("resep", "mutu", N_("Resep dan takarannya tertulis")),
    Item("mutu-tetap", "mutu", N_("Rasa, ukuran, dan warnanya sama setiap kali")),
    Item("pasokan", "volume", N_("Bahan dapat diperoleh sepanjang tahun")),
    Item("catatan-produksi", "volume", N_("Banyaknya yang dibuat dicatat")),
    Item("label-nama", "kemasan", N_("Label: nama barang dan merek, di sisi depan")),
    Item("label-bahan", "kemasan", N_("Label: daftar bahan, yang terbanyak dulu")),
    Item("label-isi", "kemasan", N_("Label: berat atau isi bersih, di sisi depan")),
    Item("label-pembuat", "kemasan", N_("Label: nama dan alamat pembuat")),
    Item("label-halal", "kemasan", N_("Label: tanda halal hanya kalau bersertifikat")),
    Item("label-kode", "kemasan", N_("Label: tanggal dan kode produksi")),
    Item("label-kedaluwarsa", "kemasan", N_("Label: baik digunakan sebelum")),
    Item("label-izin", "kemasan", N_("Label: nomor izin yang masih berlaku")),
    Item("label-asal", "kemasan", N_("Label: asal bahan tertentu")),
    Item("label-huruf", "kemasan", N_("Label: bahasa Indonesia, huruf paling kecil 1 mm, tidak luntur")),
    Item("label-klaim", "kemasan", N_("Label: tanpa janji menyembuhkan dan klaim yang tidak terbukti")),
    Item("segel", "kemasan", N_("Kemasan rapat, bersegel, dan tahan dikirim")),
    Item("foto", "pemasaran", N_("Ada foto barang yang layak ditampilkan")),
    Item("harga", "pemasaran", N_("Harga jual dihitung dari biaya dan ditulis")),
    Item("pesanan", "pemasaran", N_("Pesanan dijawab pada hari yang sama")),
    Item("buatan-sendiri", "legalitas", N_("Barang dibuat sendiri, bukan dibeli dari pembuat lain")),
    Item("berkas", "legalitas", N_("Surat usaha disimpan dan dapat ditunjukkan")),
)
CHECKLISTS: dict[int, tuple[Item, ...]] = {1: _FIRST}
CURRENT = max(CHECKLISTS)


def get_item(version: int, code: str) -> Item | None:
    """A point of a version, or None."""
    return next((item for item in CHECKLISTS.get(version, ()) if item.code == code), None)


TITLES = {item.code: item.title for items in CHECKLISTS.values() for item in items}
"""What each code means; the same in every version."""
