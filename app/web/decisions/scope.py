"""Who sits at the page, and what that person may see and decide.

A room decides what the actions of a kind say it decides (`by`). Known buyers stay unnamed for a manager: who bought
what is no business of the counter's (decisions 21).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from app.decisions.filters import OpenItemFilter
from app.decisions.registry import FINANCE, DecisionAction, DecisionKind, list_kinds
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class DecisionScope:
    """`room` is the blueprint; `scope` the booths (None: all)."""

    room: str
    scope: frozenset[int] | None = None

    @property
    def is_finance(self) -> bool:
        """Whether buyers are named and receipts open."""
        return self.room == FINANCE

    @property
    def kinds(self) -> list[DecisionKind]:
        """The lists of this room."""
        return list_kinds(self.room)

    def list_actions(self, kind: DecisionKind) -> list[DecisionAction]:
        """What this person decides in a list, pages of single items included."""
        return [one for one in kind.actions if self.room in one.by]

    def list_buttons(self, kind: DecisionKind) -> list[DecisionAction]:
        """What is decided about rows ticked in the list."""
        return [one for one in self.list_actions(kind) if one.run and not one.select]

    def may(self, kind: DecisionKind, slug: str) -> bool:
        """Whether this person decides so."""
        return any(one.slug == slug for one in self.list_actions(kind))

    def get_action(self, kind: DecisionKind, slug: str) -> DecisionAction:
        """An action this person may take: 403 for one of another room, 404 for one that the list does not know."""
        action = kind.find_action(slug)
        if kind not in self.kinds or action is None:
            abort(404)
        if self.room not in action.by:
            abort(403)
        return action

    def ensure_mine(self, booth_id: int | None) -> None:
        """NotFound for a thing of another booth: it looks like a missing one."""
        if self.scope is not None and booth_id not in self.scope:
            raise NotFound()

    def url(self, kind: DecisionKind, **query: Any) -> str:
        """The list of one kind, narrowed."""
        return url_for(f"{self.room}.show_open", kind=kind, **query)

    def link(self, name: str, **values: Any) -> str:
        """Another page of this room."""
        return url_for(f"{self.room}.{name}", **values)

    @property
    def all(self) -> OpenItemFilter:
        """Everything this person may see."""
        return OpenItemFilter(booth_ids=self.scope)


MakeScope = Callable[[], DecisionScope]
