"""A person's purchases and the remarks about them, for that person; a maker's sales, without buyers, for the maker."""

from app.booths.models import Booth
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section
from app.sales.models import LineMatch, Sale, SaleLine
from app.sales.queries import list_sales_of
from app.sales.queries.ledger import LineRow
from app.sales.queries.own_data import list_remarks_about
from app.shared.columns import table

_SALE, _LINE, _MATCH, _BOOTH = table(Sale), table(SaleLine), table(LineMatch), table(Booth)
_READERS = frozenset({"manager", "finance", "auditor"})
_SOLD = _LINE.join(_SALE, _SALE.c.id == _LINE.c.sale_id).join(_BOOTH, _BOOTH.c.id == _SALE.c.booth_id)


def _purchases(person: OwnPerson) -> Section:
    rows = [
        (sale.business_date, sale.sold_at, sale.receipt, sale.booth, sale.cashier,
         "; ".join(_goods(line) for line in sale.lines), sale.amount,
         sale.payment, sale.state, " ".join(part for part in (sale.buyer_number, sale.reason) if part))
        for period in person.periods
        for sale in list_sales_of(person.employee_id, period)
    ]  # fmt: skip
    columns = (
        ("Tanggal", "date"), ("Jam", "datetime"), ("Nota", "text"), ("Pojok", "text"), ("Kasir", "text"),
        ("Barang", "text"), ("Jumlah", "rupiah"), ("Pembayaran", "payment"), ("Dihitung", "sale_state"),
        ("Catatan", "text"),
    )  # fmt: skip
    return Section("Belanja", columns, rows)


def _goods(line: LineRow) -> str:
    maker = f" ({line.maker})" if line.maker else ""
    return f"{line.quantity} x {line.product}{maker}"


def _remarks(person: OwnPerson) -> Section:
    kinds = {
        "typed": "yang diketik kasir", "resolved": "penetapan pembeli", "late": "keputusan kiriman terlambat",
        "looked": "pemeriksaan nota",
    }  # fmt: skip
    rows = [
        (remark.at, kinds[remark.kind], remark.receipt, remark.words)
        for remark in list_remarks_about(person.employee_id)
    ]
    columns = (("Waktu", "datetime"), ("Hal", "text"), ("Nota", "text"), ("Isi", "text"))
    return Section("Catatan tentang belanja", columns, rows)


OWN_DATA.register(OwnDataPart("purchases", 40, _purchases), OwnDataPart("remarks", 50, _remarks))
MAKER_DATA.register(
    MakerDataPart(
        "sold", 330, "Penjualan", _SOLD, _LINE.c.id,
        (
            ("Hari", "date", _SALE.c.business_date), ("Pojok", "text", _BOOTH.c.name),
            ("Produk", "text", _LINE.c.product_name), ("Ditulis UMKM", "text", _LINE.c.maker_name),
            ("Buah", "integer", _LINE.c.quantity), ("Harga", "rupiah", _LINE.c.unit_price),
            ("Jumlah", "rupiah", _LINE.c.amount),
        ),
        of_column(_LINE.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "matched", 335, "Penjualan yang dicocokkan", _SOLD.join(_MATCH, _MATCH.c.sale_line_id == _LINE.c.id),
        _MATCH.c.id,
        (
            ("Hari", "date", _SALE.c.business_date), ("Pojok", "text", _BOOTH.c.name),
            ("Ditulis", "text", _LINE.c.product_name), ("Jumlah", "rupiah", _LINE.c.amount),
            ("Dicocokkan", "datetime", _MATCH.c.matched_at),
        ),
        of_column(_MATCH.c.maker_id), _READERS,
    ),
)  # fmt: skip
