"""Sentences about devices and shifts for the manager, in plain words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.shared import clock
from app.tills.queries.tills import TillRow
from app.tills.rules import LOGIN
from app.web.http.assets import assets_version
from app.web.ui.filters import angka, jam, tanggal

_OURS = re.compile("[0-9a-f]{12}")
"""The form of our own versions: the hash of the files that a browser loads."""
CLOCK_WARNS_AFTER = 600
"""A till's clock may be wrong by so many seconds before its sales are flagged (decisions 20)."""


@dataclass(frozen=True, slots=True)
class TillState:
    """One device in words. `tone` and `icon` are those of the status badges; `remarks` are further sentences."""

    text: str
    tone: str
    icon: str
    remarks: tuple[str, ...]


def till_state(till: TillRow, names: Mapping[int, str]) -> TillState:
    """Return a device's state: when it last sent, how much it has not sent, its owner, whether its clock is right."""
    now, remarks = clock.now(), []
    if till.kind == LOGIN:
        remarks.append(_("perangkat masuk biasa milik %(name)s", name=names.get(till.cashier_id or 0, "–")))
    if till.revoked_at is not None:
        if till.unsent:
            remarks.append(
                _("menurut kabar terakhirnya %(sales)s belum terkirim", sales=count_sales(till.unsent))
            )
        return TillState(_("dicabut %(day)s", day=tanggal(till.revoked_at)), "none", "–", tuple(remarks))
    if till.clock_offset is not None and abs(till.clock_offset) > CLOCK_WARNS_AFTER:
        remarks.append(clock_sentence(till.clock_offset))
    if till.expires_at is not None and till.expires_at <= now:
        remarks.append(_("masa masuknya habis; terkirim lagi sesudah kasirnya masuk di sana"))
    if till.unsent:
        since = till.last_synced_at or till.oldest_unsent_at or till.enrolled_at
        text = _(
            "belum sinkron sejak %(since)s · %(sales)s menunggu",
            since=moment(since),
            sales=count_sales(till.unsent),
        )
        return TillState(text, "short", "▲", tuple(remarks))
    if till.last_seen_at is None:
        return TillState(_("terdaftar, belum pernah dipakai"), "exempt", "◦", tuple(remarks))
    heard = _("terdengar %(ago)s · semua tersimpan", ago=ago(till.last_seen_at, now))
    return TillState(heard, "met", "✓", tuple(remarks))


def version_word(version: str) -> str:
    """Return a device's version: `terbaru` for our present one, `lama` for an earlier one of ours, else as reported."""
    if version == assets_version():
        return _("terbaru")
    return _("lama; muat ulang di sana") if _OURS.fullmatch(version) else version


def leaving_sentence(till: TillRow) -> str:
    """Return the consequence of withdrawing this device for the sales that it reported as unsent."""
    if not till.unsent:
        return _(
            "Menurut kabar terakhirnya tidak ada penjualan yang tertahan di perangkat ini. "
            "Sesudah dicabut, perangkat ini tidak dapat mengirim apa pun lagi."
        )
    return _(
        "Menurut kabar terakhirnya masih ada %(sales)s di perangkat ini. Sesudah dicabut, penjualan itu tetap "
        "tersimpan di perangkat, tetapi belum terkirim. Kalau perangkat yang sama didaftarkan lagi, penjualan itu "
        "terkirim dan menunggu keuangan. Kalau perangkatnya hilang, masukkan dari nota pembeli.",
        sales=count_sales(till.unsent),
    )


def count_sales(number: int) -> str:
    """`12 penjualan`."""
    return ngettext("%(count)s penjualan", "%(count)s penjualan", number, count=angka(number))


def clock_sentence(offset: int) -> str:
    """Return the error of a device's clock in words; `offset` is the server's clock minus its own, in seconds."""
    wrong = _length(abs(offset))
    if offset > 0:
        return _("jamnya terlambat %(wrong)s; setel jam perangkat itu", wrong=wrong)
    return _("jamnya terlalu cepat %(wrong)s; setel jam perangkat itu", wrong=wrong)


def moment(at: datetime) -> str:
    """`08.10 WIT` of today, with its date on another day."""
    if clock.local_date(at) == clock.today():
        return jam(at)
    return f"{tanggal(at)}, {jam(at)}"


def ago(at: datetime, now: datetime) -> str:
    """Return the time since an instant in words: `baru saja`, `3 menit lalu`, `2 jam lalu`; from a day on its date."""
    seconds = (now - at).total_seconds()
    if seconds < 60:
        return _("baru saja")
    if seconds < 86_400:
        return _("%(length)s lalu", length=_length(int(seconds)))
    return tanggal(at)


def _length(seconds: int) -> str:
    """Return a length of time in its largest unit, rounded down."""
    if seconds < 3_600:
        minutes = max(1, seconds // 60)
        return ngettext("%(num)d menit", "%(num)d menit", minutes)
    if seconds < 86_400:
        return ngettext("%(num)d jam", "%(num)d jam", seconds // 3_600)
    return ngettext("%(num)d hari", "%(num)d hari", seconds // 86_400)
