"""Registers the notice about the answer to a dispute."""

from collections.abc import Mapping
from typing import Any

from app.notices.registry import NoticeKind, NoticeText, register
from app.shared.words import N_


def _describe(facts: Mapping[str, Any]) -> NoticeText:
    if facts.get("waiting"):
        sentence = N_(
            "Pengaduan %(number)s dikabulkan; belanjanya menunggu masuk suplemen bulan itu. Baca jawabannya."
        )
    elif facts["state"] == "granted":
        sentence = N_("Pengaduan %(number)s dikabulkan. Baca jawabannya.")
    else:
        sentence = N_("Pengaduan %(number)s tidak dikabulkan. Baca alasannya.")
    return NoticeText(sentence, {"number": facts.get("number", "")}, "employee.list_own_disputes")


_EXAMPLE = {"state": "granted", "number": 3}
register(NoticeKind("dispute", ("employee",), _describe, _EXAMPLE, title=N_("Jawaban pengaduan")))
