"""Describes a rejected item in words, as far as its content can be read."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.sales.queries.evidence import PendingItem
from app.web.ui.filters import angka, nip_samar, rupiah

_MOST_LINES, _LONGEST = 20, 120
FIELD_WORDS: dict[str, Any] = {
    "item": _l("kiriman"),
    "id": _l("nomor kiriman"),
    "sold_at": _l("jam penjualan"),
    "cashier": _l("kasir"),
    "shift": _l("sif"),
    "buyer": _l("pembeli"),
    "lines": _l("daftar barang"),
    "payment": _l("pembayaran"),
    "quantity": _l("banyaknya"),
    "unit_price": _l("harga satuan"),
    "product": _l("barang"),
    "maker": _l("UMKM"),
    "name": _l("nama barang"),
    "void_of": _l("nota yang dibatalkan"),
    "reason": _l("alasan"),
    "opened_at": _l("jam buka sif"),
    "closed_at": _l("jam tutup sif"),
}


_CODES: dict[str, Any] = {"conflict": _l("nomornya sudah dipakai dengan isi lain")}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rejected item in words: its lines, its buyer, its problems. Only a sale can be corrected and booked."""

    arrived: PendingItem
    lines: list[str]
    buyer: str
    problems: list[str]
    kind: str

    @property
    def id(self) -> int:
        """Return the item's id."""
        return self.arrived.id


def describe(one: PendingItem) -> Explanation:
    """Return the item in words."""
    content = one.content if isinstance(one.content, dict) else {}
    lines = content.get("lines")
    shown = [_line(line) for line in lines[:_MOST_LINES]] if isinstance(lines, list) else []
    problems = [_problem(str(field), message) for field, message in one.errors.items()]
    return Explanation(one, shown, buyer_words(content.get("buyer")), problems, _kind(content))


def _kind(content: dict[str, Any]) -> str:
    if "void_of" in content:
        return "void"
    return "shift" if "opened_at" in content else "sale"


def buyer_words(buyer: Any) -> str:
    """Return the buyer as the till sent it, with numbers masked."""
    if not isinstance(buyer, dict):
        return "–"
    if buyer.get("public") is True:
        return _("Umum")
    if isinstance(buyer.get("name"), str) and buyer["name"]:
        return str(buyer["name"])[:_LONGEST]
    for key in ("nip", "code", "card", "employee"):
        if buyer.get(key):
            return nip_samar(str(buyer[key])[:_LONGEST])
    return "–"


def _line(line: Any) -> str:
    if not isinstance(line, dict):
        return _("baris tidak terbaca")
    name = line.get("name") or (_("barang nomor %(id)s", id=line["product"]) if line.get("product") else "–")
    return f"{_figure(line.get('quantity'))} × {str(name)[:_LONGEST]} @ {_price(line.get('unit_price'))}"


def _figure(value: Any) -> str:
    return angka(value) if type(value) is int and abs(value) < 10**15 else _as_sent(value)


def _price(value: Any) -> str:
    return rupiah(value) if type(value) is int and abs(value) < 10**15 else _as_sent(value)


def _as_sent(value: Any) -> str:
    return "–" if value is None else f"“{str(value)[:40]}”"


def _problem(field: str, message: Any) -> str:
    """Return one problem as words: `lines[0].quantity` → "baris 1, banyaknya: …"."""
    place, _dot, name = field.rpartition(".")
    word = str(FIELD_WORDS.get(name or field, name or field))[:60]
    message = str(_CODES.get(str(message), message))[:300]
    if place.startswith("lines[") and place[6:-1].isdigit():
        return _("baris %(line)s, %(field)s: %(said)s", line=int(place[6:-1]) + 1, field=word, said=message)
    return f"{word}: {message}"
