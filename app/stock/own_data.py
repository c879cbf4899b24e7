"""A maker's supply notes and moves of goods, for the maker's own data."""

from app.booths.models import Booth
from app.makers.models import Product
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table
from app.stock.models import CountLine, StockMove, SupplyLine, SupplyNote

_NOTE, _LINE, _MOVE, _COUNT = table(SupplyNote), table(SupplyLine), table(StockMove), table(CountLine)
_BOOTH, _PRODUCT = table(Booth), table(Product)
_READERS = frozenset({"manager", "auditor"})
_PLACE, _NAMED = ("Pojok", "text", _BOOTH.c.name), ("Produk", "text", _PRODUCT.c.name)
_NUMBER = (("Tahun", "ordinal", _NOTE.c.year), ("Nomor", "ordinal", _NOTE.c.sequence))

MAKER_DATA.register(
    MakerDataPart(
        "supply_notes", 340, "Nota titip", _NOTE.join(_BOOTH, _BOOTH.c.id == _NOTE.c.booth_id), _NOTE.c.id,
        (
            _PLACE, *_NUMBER, ("Jenis", "note_kind", _NOTE.c.kind), ("Keadaan", "note_state", _NOTE.c.state),
            ("Waktu", "datetime", _NOTE.c.moved_at), ("Dikabarkan", "datetime", _NOTE.c.announced_at),
            ("Dihitung", "datetime", _NOTE.c.checked_at), ("Jawaban", "note_answer", _NOTE.c.answer),
            ("Dijawab", "datetime", _NOTE.c.answered_at), ("Nota buku", "text", _NOTE.c.book_note),
            ("Catatan", "text", _NOTE.c.remark),
        ),
        of_column(_NOTE.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "supply_lines", 350, "Baris nota titip",
        _LINE.join(_NOTE, _NOTE.c.id == _LINE.c.note_id).join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
        .join(_BOOTH, _BOOTH.c.id == _NOTE.c.booth_id),
        _LINE.c.id,
        (
            _PLACE, *_NUMBER, _NAMED, ("Angka UMKM", "integer", _LINE.c.stated_quantity),
            ("Angka pojok", "integer", _LINE.c.counted_quantity), ("Alasan", "text", _LINE.c.reason),
            ("Harga", "rupiah", _LINE.c.unit_price), ("Baik sebelum", "date", _LINE.c.best_before),
            ("Nota buku", "text", _LINE.c.book_note), ("Catatan", "text", _LINE.c.remark),
        ),
        of_column(_NOTE.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "stock_moves", 360, "Gerak barang",
        _MOVE.join(_PRODUCT, _PRODUCT.c.id == _MOVE.c.product_id).join(_BOOTH, _BOOTH.c.id == _MOVE.c.booth_id),
        _MOVE.c.id,
        (
            ("Hari", "date", _MOVE.c.business_date), _PLACE, _NAMED, ("Jenis", "move_kind", _MOVE.c.kind),
            ("Buah", "integer", _MOVE.c.quantity),
        ),
        of_column(_MOVE.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "shelf_counts", 370, "Hitung rak", _COUNT.join(_PRODUCT, _PRODUCT.c.id == _COUNT.c.product_id), _COUNT.c.id,
        (
            _NAMED, ("Waktu", "datetime", _COUNT.c.counted_at), ("Buah", "integer", _COUNT.c.counted),
            ("Alasan", "text", _COUNT.c.reason),
        ),
        of_column(_PRODUCT.c.maker_id), _READERS,
    ),
)  # fmt: skip
