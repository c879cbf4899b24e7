"""Invented texts of the demo city's makers about themselves and their goods, and their shops elsewhere."""

from hashlib import sha256

from app.audit.rules import SYSTEM
from app.channels.services import claim_channel, see_channel
from app.makers.queries import CatalogueItem
from app.makers.stories import MakerWords, tell_maker, tell_product

_FOOD = (
    (
        "Resepnya dari Oma, ditulis di belakang kalender tahun 1978. Setiap Sabtu seluruh rumah ikut bekerja.\n"
        "Paling enak dengan teh panas, waktu hujan turun di teluk.",
        "Bahannya dibeli di pasar sebelum matahari terbit. Dikerjakan tiga orang, selesai dalam sehari.",
    ),
    (
        "Dulu hanya dibuat untuk hari raya. Sejak tetangga minta terus, kami buat setiap minggu.\n"
        "Anak-anak membawanya ke sekolah, orang kantor menyimpannya di laci.",
        "Dipanggang dengan api kecil dua jam, didinginkan di atas daun, baru dibungkus. Tanpa pengawet.",
    ),
    (
        "Rasa rumah di seberang: begitu kata mereka yang merantau lalu pulang membawa sekardus.\n"
        "Tahan dua minggu di toples yang rapat.",
        "Ditumbuk dengan tangan, disaring dua kali, dimasak pelan-pelan sampai kering.",
    ),
)
_DRINK = (
    (
        "Diminum pelan-pelan sore hari, waktu angin dari laut mulai dingin.\n"
        "Pala dan kayu manisnya dari kebun sendiri di lereng Salahutu.",
        "Buah dipetik pagi, dimasak hari itu juga. Gulanya sedikit, jadi rasa buahnya yang tinggal.",
    ),
    (
        "Mula-mula dibuat untuk tamu gereja. Sekarang satu kampung memesannya untuk pesta.",
        "Direbus dengan rempah utuh selama satu jam, disaring tiga kali, dibotolkan selagi panas.",
    ),
)
_CRAFT = (
    (
        "Setiap motif punya nama: ombak, tangga, mata ikan. Yang menenun tahu artinya, dan suka bercerita.\n"
        "Satu lembar, satu penenun; namanya ada di ujung kain.",
        "Benangnya dicelup dengan daun nila dan kulit mengkudu. Satu lembar selesai dalam sembilan hari.",
    ),
)
_MAKERS = (
    "Kami mulai dari dapur sendiri dengan satu wajan. Sekarang empat ibu di lorong yang sama ikut bekerja, "
    "dan anak-anak mengantar pesanan sepulang sekolah.",
    "Usaha ini diteruskan dari orang tua. Yang dijaga tetap sama: bahan dari kebun sekitar sini, "
    "dibuat sedikit, habis, baru dibuat lagi.",
    "Berawal dari pesanan tetangga untuk pesta baptis. Pesanan berikutnya datang dari kantor sebelah, "
    "lalu dari orang yang tidak kami kenal. Terima kasih sudah membeli.",
)
_SHOPS = ("instagram.com/contoh.jikubata.{}", "tokopedia.com/contoh-jikubata-{}")


def tell_story(item: CatalogueItem) -> None:
    """Store a story for the product, chosen by its category."""
    kind = item.category.casefold()
    told = _DRINK if "minum" in kind else _CRAFT if "kerajinan" in kind else _FOOD
    story, how_made = told[_lot(item.name) % len(told)]
    tell_product(item.product_id, story=story, how_made=how_made, actor=SYSTEM)


def tell_of_makers(makers: dict[int, str]) -> None:
    """Store a story of each of these makers (id → name); every second one also gets a checked shop elsewhere."""
    for place, (maker_id, name) in enumerate(sorted(makers.items())):
        tell_maker(maker_id, MakerWords(_MAKERS[_lot(name) % len(_MAKERS)], False, False), actor=SYSTEM)
        if place % 2 == 0:
            for address in _SHOPS[: 1 + place % 4 // 2]:
                see_channel(claim_channel(maker_id, address.format(place + 1), actor=SYSTEM).id, actor=SYSTEM)


def _lot(name: str) -> int:
    return sha256(name.encode()).digest()[0]
