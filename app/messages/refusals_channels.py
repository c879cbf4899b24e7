"""The sentences of refused shop addresses: the reason, and what to paste instead."""

from datetime import date

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.channels.errors import ChannelRefused, ChannelsFull
from app.shared.errors import DomainError

_REASONS: dict[str, LazyString] = {
    "empty": _l("Tempel dulu alamat tokonya."),
    "long": _l("Alamat ini terlalu panjang. Buka tokonya, lalu salin alamat dari bagian atas browser."),
    "scheme": _l(
        "Ini bukan alamat toko. Buka tokonya di browser, lalu salin alamatnya; alamatnya diawali https://."
    ),
    "several": _l(
        "Di sini ada lebih dari satu alamat. Tempel satu saja; yang lain sesudah yang ini tersimpan."
    ),
    "unknown": _l("{host} belum dikenal di sini. Yang dikenal: {names}."),
    "short": _l(
        "Alamat pendek {name} tidak menyebut tokonya. Buka dulu sampai tokonya tampil, lalu salin alamatnya. "
        "Contoh: {example}"
    ),
    "closed": _l("{name} sudah tidak menjual barang sejak {closed_on}. Tempel alamat toko yang lain."),
    "no_shop": _l("Ini alamat di {name}, tetapi bukan alamat tokonya. Contoh yang benar: {example}"),
}
CHANNELS: dict[type[DomainError], LazyString] = {
    ChannelRefused: _l("Alamat toko ini tidak dapat dipakai. Salin alamat tokonya dari browser."),
    ChannelsFull: _l("Sudah ada {most} toko. Hapus yang tidak dipakai dulu."),
}


def channel_sentence(error: ChannelRefused) -> str:
    """The sentence of a refused address: the reason, and what to do."""
    facts = dict(error.facts)
    if "closed_on" in facts:
        facts["closed_on"] = format_date(date.fromisoformat(facts["closed_on"]), "d MMMM y")
    return str(_REASONS[error.reason]).format(**facts)
