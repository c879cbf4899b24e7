"""What a person bought and what was written about it, for that person."""

from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section
from app.sales.queries import list_sales_of
from app.sales.queries.ledger import LineRow
from app.sales.queries.own_data import list_remarks_about


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
        (one.at, kinds[one.kind], one.receipt, one.words) for one in list_remarks_about(person.employee_id)
    ]
    columns = (("Waktu", "datetime"), ("Hal", "text"), ("Nota", "text"), ("Isi", "text"))
    return Section("Catatan tentang belanja", columns, rows)


OWN_DATA.register(OwnDataPart("purchases", 40, _purchases), OwnDataPart("remarks", 50, _remarks))
