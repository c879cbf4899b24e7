"""The kinds of items that wait for a decision: one entry has all facts for pages, counters and readiness.

A subject registers its kinds in its own `kinds.py`. Their sentences are Indonesian; `N_`, and `NN_` for those with a
number, mark them for translation, and the edge translates them for display.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select

from app.audit.rules import Actor
from app.decisions.filters import OpenItemFilter
from app.decisions.services import Scope
from app.shared.errors import NotFound
from app.shared.period import Period

FINANCE, MANAGER = "finance", "manager"
"""Rooms that have the page; any other blueprint may be given it, too."""
OpenQuery = Callable[[OpenItemFilter], Select[Any]]


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """The input of a decision: rows, reason, month (`target`), actor, and booths."""

    ids: list[int]
    reason: str
    target: Period | None
    actor: Actor
    scope: Scope = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The number of decided items, `parked` of them as late items. `sentence` replaces that of the action."""

    count: int
    parked: int = 0
    month: Period | None = None
    supplements: Sequence[tuple[int, Period]] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class DecisionAction:
    """One button; the first of a kind is its main one. `done`: the sentence about `%(count)s` decided items.

    An action without `run` has its own page. `by`: the rooms in which it may be decided. `select`: the items that "all"
    means, if these are not all open ones.
    """

    slug: str
    button: str
    done: str = ""
    run: Callable[[DecisionRequest], Outcome] | None = None
    by: tuple[str, ...] = (FINANCE,)
    select: Callable[[OpenItemFilter], list[int]] | None = None


@dataclass(frozen=True, slots=True)
class OwnFilter:
    """A filter of one kind: its `name` in the address, its label, the label of "all", and (address, value, label)."""

    name: str
    label: str
    all_label: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadinessLabel:
    """A point of the readiness list: its stored code, its position, and its sentence about `%(count)s` items.

    `paper`: the sentence in workbooks, if different. `choice`: the value of the kind's own filter that selects the
    items of this point.
    """

    code: str
    order: int
    sentence: str
    paper: str = ""
    choice: str = ""

    def in_paper(self, count: int) -> str:
        """The sentence as workbooks and the command print it."""
        return (self.paper or self.sentence) % {"count": count}


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """One kind. `slug` is part of addresses. `lead` and `empty` (title, text): texts of the page.

    `query` selects the ids of open items, `list_rows` reads their rows for the page, and the macro `rows` of `template`
    renders them, with `extras` as further values. `reason_hint`: the text below the field for the reason. `readiness`
    is empty if closing a month does not depend on the kind. ValueError if another part is missing.
    """

    slug: str
    title: str
    lead: str
    empty: tuple[str, str]
    query: OpenQuery
    list_rows: Callable[[list[int]], Sequence[Any]]
    actions: tuple[DecisionAction, ...]
    readiness: tuple[ReadinessLabel, ...] = ()
    template: str = "decisions/_plain.html"
    reason_hint: str = ""
    own_filter: OwnFilter | None = None
    extras: Callable[[OpenItemFilter], dict[str, Any]] | None = None
    rooms: tuple[str, ...] = (FINANCE, MANAGER)

    def __post_init__(self) -> None:
        parts = "slug title lead empty query list_rows actions template rooms"
        missing = [name for name in parts.split() if not getattr(self, name)]
        missing += [f"done of {action.slug}" for action in self.actions if action.run and not action.done]
        if missing:
            raise ValueError(f"decision {self.slug!r} lacks {', '.join(missing)}")

    def find_action(self, slug: str) -> DecisionAction | None:
        """The action with this slug, or None."""
        return next((action for action in self.actions if action.slug == slug), None)

    def narrowed(self, label: ReadinessLabel, filters: OpenItemFilter) -> Select[Any]:
        """The open items of one point of readiness."""
        if not label.choice or self.own_filter is None:
            return self.query(filters)
        values = {address: value for address, value, _label in self.own_filter.options}
        return self.query(replace(filters, choices={self.own_filter.name: values[label.choice]}))


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row for the plain template. `href`: the address of its own page."""

    id: int
    title: str
    remark: str = ""
    place: str = ""
    href: str = ""


_KINDS: dict[str, DecisionKind] = {}


def register(*kinds: DecisionKind) -> None:
    """Register kinds. ValueError for a name in use."""
    codes = {label.code for one in _KINDS.values() for label in one.readiness}
    for kind in kinds:
        if kind.slug in _KINDS or codes & {label.code for label in kind.readiness}:
            raise ValueError(f"decision {kind.slug!r} is registered already")
        _KINDS[kind.slug] = kind


def unregister(slug: str) -> None:
    """Remove a kind."""
    del _KINDS[slug]


def list_kinds(room: str | None = None) -> list[DecisionKind]:
    """All kinds, or those of one room, in the order they were registered."""
    return [kind for kind in _KINDS.values() if room is None or room in kind.rooms]


def get_kind(slug: str) -> DecisionKind:
    """A kind by its slug. NotFound."""
    if slug not in _KINDS:
        raise NotFound()
    return _KINDS[slug]
