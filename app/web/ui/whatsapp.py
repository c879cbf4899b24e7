"""Prepares texts that an officer may send by WhatsApp: a link opens WhatsApp, the system sends nothing (makers 3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _

from app.makers.registration import read_phone
from app.web.ui.notices import ShownNotice, list_notices

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A notice that a maker has not read, and the link that opens it in WhatsApp; None without a usable number."""

    text: str
    href: str | None


def prepare_texts(readers: Collection[str], name: str, phone: str) -> list[PreparedText]:
    """Return the maker's unread notices, each as a text to send."""
    return [
        PreparedText(one.text, whatsapp_link(phone, _write(name, [one]))) for one in list_notices(readers)
    ]


def _write(name: str, notices: Iterable[ShownNotice]) -> str:
    sentences = " ".join(one.text for one in notices)
    address = url_for("auth.enter_card", _external=True)
    return _("Halo %(name)s. %(told)s Lihat di %(address)s", name=name, told=sentences, address=address)


def whatsapp_link(phone: str, text: str) -> str | None:
    """Return the URL that opens WhatsApp with this text for an Indonesian number; None for another number."""
    number = read_phone(phone)
    if number is None:
        return None
    return f"https://wa.me/62{number[1:]}?text={quote(text[:LONGEST], safe='')}"


def whatsapp_share_link(text: str) -> str:
    """Return the URL that opens WhatsApp with this text; the user chooses the receiver."""
    return f"https://wa.me/?text={quote(text, safe='')}"
