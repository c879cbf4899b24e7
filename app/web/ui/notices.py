"""Turns stored notices into sentences, each with a link to its page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.notices.queries import NoticeRow, list_latest, list_unseen
from app.notices.registry import NoticeText, Rupiah, find_kind
from app.notices.services import mark_seen
from app.shared.errors import NotFound
from app.shared.period import Period
from app.web.ui.filters import angka, bulan, rupiah, tanggal


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One notice on a page: its sentence, and the id for dismissing it."""

    id: int
    text: str
    href: str
    kind: str


def list_notices(readers: Collection[str]) -> list[ShownNotice]:
    """Return the unread notices of these readers as sentences, newest first."""
    return [shown for row in list_unseen(readers) if (shown := _shown(row))]


def list_sent_notices(readers: Collection[str], most: int) -> list[tuple[datetime, ShownNotice]]:
    """Return the latest notices of these readers, read or not, each with its instant."""
    return [(row.made_at, shown) for row in list_latest(readers, most) if (shown := _shown(row))]


def _shown(row: NoticeRow) -> ShownNotice | None:
    kind = find_kind(row.kind)
    if kind is None:
        return None
    text = kind.describe(row.facts)
    return ShownNotice(row.id, notice_sentence(text), url_for(text.endpoint, **text.parameters), row.kind)


def notice_sentence(text: NoticeText) -> str:
    """Return the sentence in the reader's language."""
    return _(text.sentence, **{name: _format(value) for name, value in text.values.items()})


def _format(value: Any) -> str:
    """Format a value by its type; amounts are tested before counts, because an amount is an integer, too."""
    if isinstance(value, Rupiah):
        return rupiah(value)
    if isinstance(value, int):
        return angka(value)
    if isinstance(value, Period):
        return bulan(value)
    return tanggal(value) if isinstance(value, date) else str(value)


def dismiss_notice(notice_id: int, readers: Collection[str], *, home: str) -> Response:
    """Dismiss a notice, then redirect to the room's first page; 404 for another reader's."""
    if not mark_seen(notice_id, readers):
        raise NotFound()
    return redirect(url_for(home), 303)
