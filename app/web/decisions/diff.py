"""Compares the two contents that a till sent under one id, row by row."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.messages.ledger import PAYMENT_WORDS
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft, VoidDraft
from app.sales.queries import SaleRow
from app.sales.queries.evidence import PendingItem
from app.sales.rules import receipt_number, sale_total
from app.web.ui.filters import angka, nip_samar, rupiah, waktu


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the comparison."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two contents differ in this row."""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class ConflictComparison:
    """The comparison of a conflict; `is_void` if the later content is a reversal."""

    arrived: PendingItem
    receipt: str
    rows: list[Difference]
    is_void: bool

    @property
    def id(self) -> int:
        """Return the conflict's id."""
        return self.arrived.id


def compare(one: PendingItem, *, names_buyers: bool) -> ConflictComparison:
    """Compare the booked content with the later one. Without `names_buyers` identified people appear as "pegawai"."""
    draft, booked = one.draft, one.booked
    if draft is None:  # a conflict always has a stored later content
        raise ValueError(one.id)
    labels = (_("Isi"), _("Jumlah"), _("Pembeli"), _("Pembayaran"), _("Kasir"), _("Jam menurut perangkat"))
    first, second = _describe_booked(booked, names_buyers), _describe_arrived(draft, one, names_buyers)
    rows = [Difference(*row) for row in zip(labels, first, second, strict=True)]
    return ConflictComparison(one, receipt_number(one.uuid), rows, isinstance(draft, VoidDraft))


def _describe_booked(booked: SaleRow | None, names_buyers: bool) -> tuple[str, ...]:
    if booked is None:
        return (_("pembatalan yang menunggu notanya"), "–", "–", "–", "–", "–")
    lines = ", ".join(f"{angka(abs(one.quantity))} × {one.product}" for one in booked.lines)
    what = _("pembatalan: %(lines)s", lines=lines) if booked.void_of else lines
    if booked.employee_id is not None and not names_buyers:
        buyer = _("pegawai")
    else:
        buyer = _("Umum") if booked.buyer_kind == "public" else booked.buyer or nip_samar(booked.buyer_number)
    payment = str(PAYMENT_WORDS[booked.payment])
    return what, rupiah(booked.amount), buyer, payment, booked.cashier or "–", waktu(booked.sold_at)


def _describe_arrived(draft: SaleDraft | VoidDraft, one: PendingItem, names_buyers: bool) -> tuple[str, ...]:
    when, cashier = waktu(draft.sold_at), one.cashier or "–"
    if isinstance(draft, VoidDraft):
        what = _(
            "pembatalan nota %(receipt)s: %(reason)s",
            receipt=receipt_number(draft.void_of),
            reason=draft.reason,
        )
        return what, "–", "–", "–", cashier, when
    lines = ", ".join(f"{angka(line.quantity)} × {_name(line, one)}" for line in draft.lines)
    payment = str(PAYMENT_WORDS.get(draft.payment, draft.payment))
    return (
        lines,
        rupiah(sale_total(draft.lines)),
        _buyer(draft.buyer, one, names_buyers),
        payment,
        cashier,
        when,
    )


def _name(line: LineDraft, one: PendingItem) -> str:
    _maker, name = one.names.products.get(line.product_id or 0, ("", ""))
    return line.name or name or _("barang tidak dikenal")


def _buyer(buyer: BuyerRef, one: PendingItem, names_buyers: bool) -> str:
    if buyer.key == "public":
        return _("Umum")
    employee_id, name = one.names.buyer(buyer)
    if employee_id is not None:
        same = one.booked is not None and one.booked.employee_id == employee_id
        return name if names_buyers else _("pegawai") if same else _("pegawai lain")
    return buyer.name or (buyer.value if buyer.key == "name" else nip_samar(buyer.value))
