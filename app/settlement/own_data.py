"""A maker's terms, statements and payments, for the maker's own data; without the names of officers."""

from app.booths.models import Booth
from app.makers.models import Product
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.sales.models import SaleLine
from app.settlement.models import (
    ConsignmentTerms,
    Payout,
    PayoutAnswer,
    PayoutRequest,
    Remittance,
    Statement,
    StatementFile,
    StatementLine,
    StatementLoss,
)
from app.shared.columns import table
from app.stock.models import StockMove

_TERMS, _STATEMENT, _LINE = table(ConsignmentTerms), table(Statement), table(StatementLine)
_LOSS, _FILE, _PAYOUT, _ANSWER = (
    table(StatementLoss),
    table(StatementFile),
    table(Payout),
    table(PayoutAnswer),
)
_REQUEST, _PAID_IN = table(PayoutRequest), table(Remittance)
_BOOTH, _SOLD, _MOVE, _PRODUCT = table(Booth), table(SaleLine), table(StockMove), table(Product)
_READERS = frozenset({"manager", "finance", "auditor"})
_OF_STATEMENT = of_column(_STATEMENT.c.maker_id)
_NUMBER, _PLACE = ("Nota", "text", _STATEMENT.c.number), ("Pojok", "text", _BOOTH.c.name)


def _of_statement(rows, *columns):  # type: ignore[no-untyped-def]
    """A part with the rows of a table that belong to a statement; its number is the first column."""
    return rows.join(_STATEMENT, _STATEMENT.c.id == rows.c.statement_id), rows.c.id, (_NUMBER, *columns)


_MONEY = (
    MakerDataPart(
        "terms", 380, "Perjanjian titip", _TERMS.join(_BOOTH, _BOOTH.c.id == _TERMS.c.booth_id), _TERMS.c.id,
        (
            _PLACE, ("Berlaku sejak", "date", _TERMS.c.effective_from),
            ("Bagian pojok (persen)", "integer", _TERMS.c.share_percent),
            ("Rusak ditanggung", "bearer", _TERMS.c.loss_bearer),
            ("Kedaluwarsa ditanggung", "bearer", _TERMS.c.expiry_bearer),
            ("Dibayar dalam hari", "integer", _TERMS.c.due_days), ("Surat", "text", _TERMS.c.paper_number),
            ("Dicatat", "datetime", _TERMS.c.recorded_at),
        ),
        of_column(_TERMS.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "statements", 390, "Nota penyelesaian",
        _STATEMENT.join(_BOOTH, _BOOTH.c.id == _STATEMENT.c.booth_id), _STATEMENT.c.id,
        (
            _NUMBER, _PLACE, ("Dibuat", "datetime", _STATEMENT.c.made_at), ("Jatuh tempo", "date", _STATEMENT.c.due_on),
            ("Penjualan", "rupiah", _STATEMENT.c.gross), ("Uang di pojok", "rupiah", _STATEMENT.c.held_gross),
            ("Bagian pojok", "rupiah", _STATEMENT.c.share), ("Ganti rugi", "rupiah", _STATEMENT.c.losses),
            ("Dibawa", "rupiah", _STATEMENT.c.carried), ("Dibayar", "rupiah", _STATEMENT.c.payable),
            ("Uang pada", "money_with", _STATEMENT.c.money_with),
        ),
        _OF_STATEMENT, _READERS,
    ),
    MakerDataPart(
        "statement_lines", 400, "Penjualan yang dihitung",
        _LINE.join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
        .join(_SOLD, _SOLD.c.id == _LINE.c.sale_line_id),
        _LINE.c.id,
        (
            _NUMBER, ("Produk", "text", _SOLD.c.product_name), ("Buah", "integer", _LINE.c.quantity),
            ("Jumlah", "rupiah", _LINE.c.amount), ("Persen", "integer", _LINE.c.percent),
            ("Bagian pojok", "rupiah", _LINE.c.share), ("Uang pada", "money_with", _LINE.c.money_with),
        ),
        _OF_STATEMENT, _READERS,
    ),
    MakerDataPart(
        "statement_losses", 410, "Ganti rugi yang dihitung",
        _LOSS.join(_STATEMENT, _STATEMENT.c.id == _LOSS.c.statement_id).join(_MOVE, _MOVE.c.id == _LOSS.c.move_id)
        .join(_PRODUCT, _PRODUCT.c.id == _MOVE.c.product_id),
        _LOSS.c.id,
        (
            _NUMBER, ("Produk", "text", _PRODUCT.c.name), ("Buah", "integer", _LOSS.c.pieces),
            ("Harga", "rupiah", _LOSS.c.unit_price), ("Jumlah", "rupiah", _LOSS.c.amount),
            ("Bagian pojok", "rupiah", _LOSS.c.share),
        ),
        _OF_STATEMENT, _READERS,
    ),
    MakerDataPart(
        "statement_files", 415, "Berkas nota",
        *_of_statement(_FILE, ("Berkas", "text", _FILE.c.name), ("SHA-256", "text", _FILE.c.sha256)),
        _OF_STATEMENT, _READERS,
    ),
)  # fmt: skip
_PAID = (
    MakerDataPart(
        "payouts", 420, "Pembayaran",
        *_of_statement(
            _PAYOUT, ("Waktu", "datetime", _PAYOUT.c.paid_at), ("Jumlah", "rupiah", _PAYOUT.c.amount),
            ("Cara", "pay_way", _PAYOUT.c.way), ("Bukti", "text", _PAYOUT.c.reference),
            ("Alasan pembatalan", "text", _PAYOUT.c.reason),
        ),
        _OF_STATEMENT, _READERS,
    ),
    MakerDataPart(
        "payout_answers", 430, "Jawaban atas pembayaran",
        _ANSWER.join(_PAYOUT, _PAYOUT.c.id == _ANSWER.c.payout_id)
        .join(_STATEMENT, _STATEMENT.c.id == _PAYOUT.c.statement_id),
        _ANSWER.c.id,
        (
            _NUMBER, ("Jawaban", "payout_answer", _ANSWER.c.answer), ("Waktu", "datetime", _ANSWER.c.answered_at),
            ("Oleh petugas", "yes_no", _ANSWER.c.is_by_officer),
        ),
        _OF_STATEMENT, _READERS,
    ),
    MakerDataPart(
        "payout_requests", 440, "Pembayaran yang disiapkan",
        *_of_statement(
            _REQUEST, ("Disiapkan", "datetime", _REQUEST.c.prepared_at), ("Jumlah", "rupiah", _REQUEST.c.amount),
            ("Cara", "pay_way", _REQUEST.c.way), ("Bukti", "text", _REQUEST.c.reference),
            ("Keputusan", "payout_decision", _REQUEST.c.decision), ("Alasan", "text", _REQUEST.c.decision_reason),
        ),
        _OF_STATEMENT, _READERS,
    ),
    MakerDataPart(
        "remittances", 450, "Setoran",
        *_of_statement(
            _PAID_IN, ("Waktu", "datetime", _PAID_IN.c.received_at), ("Jumlah", "rupiah", _PAID_IN.c.amount),
            ("Cara", "pay_way", _PAID_IN.c.way), ("Bukti", "text", _PAID_IN.c.reference),
            ("Alasan pembatalan", "text", _PAID_IN.c.reason),
        ),
        _OF_STATEMENT, _READERS,
    ),
)  # fmt: skip

MAKER_DATA.register(*_MONEY, *_PAID)
