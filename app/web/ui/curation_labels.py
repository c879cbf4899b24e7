"""Labels of curation, the same for makers, curators and the Dinas."""

from flask_babel import lazy_gettext as _l

TURNS = {
    "draft": (_l("Belum dikirim"), _l("Tambahkan foto, periksa isinya, lalu kirim.")),
    "sent": (_l("Menunggu instansi"), _l("Anda tidak perlu berbuat apa-apa. Tunggu jawabannya.")),
    "fixing": (_l("Menunggu Anda"), _l("Perbaiki yang di bawah ini, lalu kirim lagi.")),
    "accepted": (_l("Diterima"), _l("Produk ini sudah dikurasi. Tanda ini dilihat pembeli.")),
    "not_yet": (_l("Belum diterima"), _l("Produk tetap boleh dijual. Inilah langkah berikutnya:")),
    "withdrawn": (_l("Ditarik"), _l("Anda menarik tawaran ini. Tawarkan lagi kapan saja.")),
}
"""State of an offer → whose turn it is, and the maker's next step."""
STATES = {
    "draft": _l("Disiapkan UMKM"),
    "sent": _l("Dinilai instansi"),
    "fixing": _l("Diperbaiki UMKM"),
    "accepted": _l("Diterima"),
    "not_yet": _l("Belum diterima"),
    "withdrawn": _l("Ditarik UMKM"),
}
ANSWERS = {
    "good": _l("Baik"),
    "advice": _l("Baik, dengan saran"),
    "fix": _l("Perlu diperbaiki"),
    "not_ours": _l("Bukan bidang kami"),
}
ASPECTS = {
    "quality": _l("Mutu"),
    "packaging": _l("Kemasan"),
    "label": _l("Label"),
    "legality": _l("Izin dan janji"),
    "safety": _l("Keamanan pangan"),
    "market": _l("Harga dan pasar"),
}
WEIGHTS = {"fix": _l("Perlu diperbaiki"), "advice": _l("Saran")}
NEXT_STEPS = {
    "visit": _l("Petugas akan mengunjungi Anda untuk membantu."),
    "training": _l("Ikut pelatihan berikutnya; petugas akan memberi tahu waktunya."),
    "letter": _l("Urus dulu surat yang disebut di bawah; petugas akan membantu."),
}
CURATION_LABELS = {
    "accepted": _l("sudah dikurasi"),
    "open": _l("sedang dikurasi"),
    "none": _l("belum dikurasi"),
}
