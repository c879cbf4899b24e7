"""What the reader of the page may see and decide.

Each action of a kind lists the blueprints that may take it (`by`). A manager does not see the names of identified
buyers (decisions 21).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from app.decisions.filters import OpenItemFilter
from app.decisions.registry import FINANCE, MANAGER, DecisionAction, DecisionKind, list_kinds
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class DecisionScope:
    """`room` is the blueprint; `booth_ids` are the booths it decides for (None: all)."""

    room: str
    booth_ids: frozenset[int] | None = None

    @property
    def is_finance(self) -> bool:
        """Whether buyers are named and receipts can be opened."""
        return self.room == FINANCE

    @property
    def has_booths(self) -> bool:
        """Whether lists are narrowed by booth, till and month."""
        return self.room in (FINANCE, MANAGER)

    @property
    def kinds(self) -> list[DecisionKind]:
        """Return the kinds of decision listed for this blueprint."""
        return list_kinds(self.room)

    def list_actions(self, kind: DecisionKind) -> list[DecisionAction]:
        """Return the actions this person may take in a list, pages of single items included."""
        return [one for one in kind.actions if self.room in one.by]

    def list_buttons(self, kind: DecisionKind) -> list[DecisionAction]:
        """Return the actions that run on rows selected in the list."""
        return [one for one in self.list_actions(kind) if one.run and not one.select]

    def may(self, kind: DecisionKind, slug: str) -> bool:
        """Whether this person may take the action."""
        return any(one.slug == slug for one in self.list_actions(kind))

    def get_action(self, kind: DecisionKind, slug: str) -> DecisionAction:
        """Return an action this person may take; 403 for another blueprint's, 404 for one the list does not have."""
        action = kind.find_action(slug)
        if kind not in self.kinds or action is None:
            abort(404)
        if self.room not in action.by:
            abort(403)
        return action

    def ensure_mine(self, booth_id: int | None) -> None:
        """Raise NotFound for an item of another booth, as for a missing one."""
        if self.booth_ids is not None and booth_id not in self.booth_ids:
            raise NotFound()

    def url(self, kind: DecisionKind, **query: Any) -> str:
        """Return the URL of a kind's list with these filters."""
        return url_for(f"{self.room}.show_open", kind=kind, **query)

    def link(self, name: str, **values: Any) -> str:
        """Return the URL of another page of this blueprint."""
        return url_for(f"{self.room}.{name}", **values)

    @property
    def all(self) -> OpenItemFilter:
        """Return the filter of everything this person may see."""
        return OpenItemFilter(booth_ids=self.booth_ids)


MakeScope = Callable[[], DecisionScope]
