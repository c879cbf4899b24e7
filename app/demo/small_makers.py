"""Additional small makers of the demo city, so that a village has a published figure.

The sales of a village are published for at least five makers, and at least five others must be in villages whose sales
are not (ADR 0054).
"""

from collections.abc import Iterator

Rows = list[list[str]]
_VILLAGES = {"Pala Banda Rasa": "Rijali", "Roti Negeri Hative": "Rijali"}
"""Makers who live beside three others, unlike in the Dinas' sheet."""
_GOODS = (
    ("Teh Cengkeh Naku", "Teh cengkeh 50 g", "Minuman", "14000"),
    ("Minyak Kelapa Murni Sagerat", "Minyak kelapa 250 ml", "Makanan", "32000"),
)
_EVERY = 90
"""One of so many lines of a book is followed by one of theirs."""


def move_villages(rows: Rows) -> Rows:
    """The rows of the Dinas' sheet with these makers in one village."""
    name, village = rows[0].index("NAMA USAHA"), rows[0].index("KELURAHAN")
    for row in rows[1:]:
        row[village] = _VILLAGES.get(row[name].strip(), row[village])
    return rows


def add_goods(rows: Rows) -> Rows:
    """The rows of the product list with these makers' products."""
    since = rows[0].index("BERLAKU SEJAK")
    return [*rows, *([*goods, rows[1][since], ""] for goods in _GOODS)]


def add_sales(rows: Rows) -> Rows:
    """The rows of a sales book with some sales of these makers, on days and at booths of the book."""
    return [*rows, *_sales(rows[0], rows[1::_EVERY])]


def _sales(header: list[str], places: Rows) -> Iterator[list[str]]:
    for number, place in enumerate(places):
        maker, product, _kind, price = _GOODS[number % len(_GOODS)]
        line = dict(zip(header, place, strict=True))
        line |= {
            "NO LEMBAR": f"{line['NO LEMBAR']}-T", "BARIS": "1", "NIP": "", "NAMA": "UMUM", "UMKM": maker,
            "PRODUK": product, "JUMLAH": "1", "HARGA SATUAN": price, "TOTAL": price, "KETERANGAN": "",
        }  # fmt: skip
        yield [line[column] for column in header]


def add_deliveries(rows: Rows) -> Rows:
    """The rows of a book of consigned goods with deliveries of these makers to the booth of its first row."""
    return [*rows, *_deliveries(rows[0], rows[1])]


def _deliveries(header: list[str], first: list[str]) -> Iterator[list[str]]:
    for number, (maker, product, _kind, price) in enumerate(_GOODS):
        line = dict(zip(header, first, strict=True))
        line |= {
            "NO NOTA": f"{line['NO NOTA']}-T", "BARIS": str(number + 1), "JENIS": "TITIP", "UMKM": maker,
            "PRODUK": product, "JUMLAH UMKM": "12", "JUMLAH DITERIMA": "12", "ALASAN": "", "HARGA JUAL": price,
            "KETERANGAN": "",
        }  # fmt: skip
        yield [line[column] for column in header]
