"""Who sits at the page, and what that person may decide.

Finance decides everything. A manager says how it was at the own booths: who bought, what a refused item really
was, that a flagged note was looked at. What drops something for good, books a second time, moves a month or takes
it into one is finance's (decisions 13–17, 20); a manager sees it, to be able to explain it. Known buyers stay
unnamed for a manager: who bought what is no business of the counter's (decisions 21).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask_babel import lazy_gettext as _l

from app.sales.queries.open_items import KINDS, OpenItemFilter
from app.shared.errors import NotFound

SLUGS = {
    "buyers": "pembeli",
    "conflicts": "bertentangan",
    "voids": "pembatalan",
    "late": "terlambat",
    "flagged": "bertanda",
    "held": "ditolak",
}
BY_SLUG = {slug: kind for kind, slug in SLUGS.items()}
TITLES: dict[str, Any] = {
    "buyers": _l("Pembeli belum dikenal"),
    "conflicts": _l("Nomor sama, isi berbeda"),
    "voids": _l("Pembatalan tanpa nota"),
    "late": _l("Baki terlambat"),
    "flagged": _l("Nota bertanda"),
    "held": _l("Ditolak di kasir"),
}
ACTS = {
    "buyers": ("match", "resolve", "public"),
    "conflicts": ("dismiss", "book"),
    "voids": ("dismiss", "apply"),
    "late": ("accept", "decline", "move"),
    "flagged": ("review",),
    "held": ("dismiss", "correct"),
}
MANAGERS = {"match", "resolve", "review", "correct"}


@dataclass(frozen=True, slots=True)
class DecisionScope:
    """`room` is the blueprint; `scope` the booths (None: all); `is_finance` opens every decision."""

    room: str
    scope: frozenset[int] | None
    is_finance: bool

    def may(self, act: str) -> bool:
        """Whether this person decides so."""
        return self.is_finance or act in MANAGERS

    def ensure_may(self, kind: str, act: str) -> None:
        """403 for a decision that is finance's, 404 for one this list does not know."""
        if act not in ACTS[kind]:
            abort(404)
        if not self.may(act):
            abort(403)

    def ensure_mine(self, booth_id: int | None) -> None:
        """NotFound for a thing of another booth: it looks like a missing one."""
        if self.scope is not None and booth_id not in self.scope:
            raise NotFound()

    def url(self, kind: str, **query: Any) -> str:
        """The list of one kind, narrowed."""
        return url_for(f"{self.room}.show_open", kind=SLUGS[kind], **query)

    def link(self, name: str, **values: Any) -> str:
        """Another page of this room."""
        return url_for(f"{self.room}.{name}", **values)

    @property
    def all(self) -> OpenItemFilter:
        """Everything this person may see."""
        return OpenItemFilter(booth_ids=self.scope)


MakeScope = Callable[[], DecisionScope]
__all__ = ["ACTS", "BY_SLUG", "KINDS", "SLUGS", "TITLES", "DecisionScope", "MakeScope"]
