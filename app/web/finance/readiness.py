"""The open points of a month before it can be closed, as sentences, each with the page that settles it (decisions
18)."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import url_for
from flask_babel import ngettext

from app.closing.readiness import get_label
from app.closing.rules import ReadinessPoint
from app.decisions.registry import DecisionKind, ReadinessLabel, list_kinds
from app.sales.queries.sheet_lines import list_open_sheets
from app.shared import clock
from app.shared.period import Period
from app.web.ui.filters import angka


class OpenPoint(NamedTuple):
    """One sentence, and the page where it is settled."""

    code: str
    text: str
    href: str


def open_points(period: Period, points: Iterable[ReadinessPoint]) -> list[OpenPoint]:
    """Return the points as sentences with links, in the given order."""
    lists = {label.code: (kind, label) for kind in list_kinds() for label in kind.readiness}
    sentences = []
    for one in points:
        sentence = get_label(one.code).sentence
        text = ngettext(sentence, sentence, one.count, count=angka(one.count))
        href = _list_url(period, *lists[one.code]) if one.code in lists else _page_url(one.code, period)
        sentences.append(OpenPoint(one.code, text, href))
    return sentences


def sheets_hint(period: Period) -> str:
    """Return a sentence about paper sheets that are neither entered nor reported empty; empty if there are none. They
    do not prevent closing."""
    count = len(list_open_sheets(period, until=clock.today()))
    if not count:
        return ""
    return ngettext(
        "%(count)s lembar kertas bulan ini belum dinyatakan selesai: tanyakan kepada pengelola pojok.",
        "%(count)s lembar kertas bulan ini belum dinyatakan selesai: tanyakan kepada pengelola pojok.",
        count, count=angka(count),
    )  # fmt: skip


def _list_url(period: Period, kind: DecisionKind, label: ReadinessLabel) -> str:
    own = {kind.own_filter.name: label.choice} if kind.own_filter and label.choice else {}
    return url_for("finance.show_open", kind=kind, bulan=period, **own)


def _page_url(code: str, period: Period) -> str:
    if code == "disputed":
        return url_for("finance.list_disputes", bulan=period)
    if code in ("tills_not_synced", "shifts_open"):
        return url_for("finance.show_booths")
    return url_for("finance.list_to_review" if code == "to_review" else "finance.list_decrees")
