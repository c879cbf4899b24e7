"""A maker's certificates and the groups set for its goods, for the maker's own data."""

from app.certificates.models import Certificate, CertificateProduct, ProductGoods
from app.makers.models import Product
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table

_PAPER, _LINK, _GOODS, _PRODUCT = (
    table(Certificate), table(CertificateProduct), table(ProductGoods), table(Product),
)  # fmt: skip
_READERS = frozenset({"umkm", "auditor"})
_LINKED = _LINK.join(_PAPER, _PAPER.c.id == _LINK.c.certificate_id).join(
    _PRODUCT, _PRODUCT.c.id == _LINK.c.product_id
)

MAKER_DATA.register(
    MakerDataPart(
        "certificates", 110, "Surat usaha", _PAPER, _PAPER.c.id,
        (
            ("Jenis", "text", _PAPER.c.kind), ("Nomor", "text", _PAPER.c.number), ("Penerbit", "text", _PAPER.c.issuer),
            ("Terbit", "date", _PAPER.c.issued_on), ("Berlaku sampai", "date", _PAPER.c.expires_on),
            ("Asal catatan", "paper_source", _PAPER.c.source), ("Disebut", "datetime", _PAPER.c.claimed_at),
            ("Diperiksa", "date", _PAPER.c.checked_on), ("Diperiksa oleh", "text", _PAPER.c.checked_by),
            ("Berakhir sebagai", "paper_end", _PAPER.c.ended_as), ("Sebab", "text", _PAPER.c.end_reason),
        ),
        of_column(_PAPER.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "certificate_products", 120, "Produk pada surat", _LINKED, _LINK.c.id,
        (
            ("Jenis", "text", _PAPER.c.kind), ("Nomor", "text", _PAPER.c.number), ("Produk", "text", _PRODUCT.c.name),
            ("Catatan", "integer", _LINK.c.id),
        ),
        of_column(_PAPER.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "product_goods", 130, "Kelompok barang",
        _GOODS.join(_PRODUCT, _PRODUCT.c.id == _GOODS.c.product_id), _GOODS.c.product_id,
        (
            ("Produk", "text", _PRODUCT.c.name), ("Kelompok", "text", _GOODS.c.goods),
            ("Ditetapkan", "datetime", _GOODS.c.set_at),
        ),
        of_column(_PRODUCT.c.maker_id), _READERS,
    ),
)  # fmt: skip
