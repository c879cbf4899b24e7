"""Notices in words: what somebody is told, and where it leads. The facts were kept, the sentence is made now."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.notices.queries import NoticeRow, list_unseen
from app.notices.services import mark_seen
from app.shared.errors import NotFound
from app.shared.period import Period
from app.web.ui.filters import angka, bulan, rupiah, tanggal


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One notice on a page: what it says, and the number it is put away by."""

    id: int
    text: str
    href: str
    kind: str


Words = Callable[[dict[str, Any]], tuple[str, str]]


def _short(facts: dict[str, Any]) -> tuple[str, str]:
    period = Period.parse(facts["period"])
    sentence = _(
        "Belanja %(month)s masih kurang %(amount)s waktu pengingat ini dibuat. Masih bisa sampai %(day)s.",
        month=bulan(period), amount=rupiah(facts["shortfall"]), day=tanggal(period.last_day),
    )  # fmt: skip
    return sentence, url_for("employee.show_month", period=period)


def _recap(facts: dict[str, Any]) -> tuple[str, str]:
    period = Period.parse(facts["period"])
    sentence = _(
        "%(short)s pegawai Anda belum memenuhi batas minimal %(month)s. Ingatkan mereka sebelum %(day)s.",
        short=angka(facts["short"]), month=bulan(period), day=tanggal(period.last_day),
    )  # fmt: skip
    return sentence, url_for("opd.show_reminder", bulan=period)


def _readiness(facts: dict[str, Any]) -> tuple[str, str]:
    period, count = Period.parse(facts["period"]), sum(facts["points"].values())
    closes_on = tanggal(date.fromisoformat(facts["closes_on"]))
    if count:
        sentence = _(
            "%(month)s ditutup pada %(day)s, dan masih ada %(count)s hal yang perlu dibereskan.",
            month=bulan(period), day=closes_on, count=angka(count),
        )  # fmt: skip
    else:
        sentence = _("%(month)s siap ditutup, paling lambat %(day)s.", month=bulan(period), day=closes_on)
    return sentence, url_for("finance.show_month", period=period)


def _dispute(facts: dict[str, Any]) -> tuple[str, str]:
    number = facts.get("number", "")
    if facts.get("waiting"):
        sentence = _(
            "Pengaduan %(number)s dikabulkan; belanjanya menunggu masuk suplemen bulan itu. Baca jawabannya.",
            number=number,
        )
    elif facts["state"] == "granted":
        sentence = _("Pengaduan %(number)s dikabulkan. Baca jawabannya.", number=number)
    else:
        sentence = _("Pengaduan %(number)s tidak dikabulkan. Baca alasannya.", number=number)
    return sentence, url_for("employee.list_own_disputes")


def _exemption(facts: dict[str, Any]) -> tuple[str, str]:
    if facts["state"] == "approved":
        sentence = _("Usulan pembebasan Anda disetujui dan berlaku.")
    else:
        sentence = _("Usulan pembebasan Anda ditolak. Baca alasannya.")
    return sentence, url_for("opd.list_exemptions")


SENTENCES: dict[str, Words] = {
    "short": _short,
    "recap": _recap,
    "readiness": _readiness,
    "dispute": _dispute,
    "exemption": _exemption,
}
"""How each kind is said; a kind of message gets its sentence here."""


def list_notices(readers: Collection[str]) -> list[ShownNotice]:
    """What these readers have not put away yet, in words, the newest first."""
    return [_shown(row) for row in list_unseen(readers) if row.kind in SENTENCES]


def _shown(row: NoticeRow) -> ShownNotice:
    text, href = SENTENCES[row.kind](row.facts)
    return ShownNotice(row.id, text, href, row.kind)


def dismiss_notice(notice_id: int, readers: Collection[str], *, home: str) -> Response:
    """Gone for these readers, back to the room's first page; somebody else's is as good as none."""
    if not mark_seen(notice_id, readers):
        raise NotFound()
    return redirect(url_for(home), 303)
