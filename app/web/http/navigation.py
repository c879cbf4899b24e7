"""The menu: each view says itself that it belongs there, so no list can point to a page that is gone.

    @blueprint.get("/")
    @in_menu(_l("Rekap"), order=10)
    def recap() -> str: ...

The entry is shown to the role its blueprint is named after, or to the roles given. An entry `under` another view
stands in that one's group: the top bar shows the group's first page only, the pages of the group show all of it.
For whoever only reads in a room away from home, the whole room is one group.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask_babel.speaklater import LazyString
from flask_login import current_user
from werkzeug.routing import BuildError

from app.web.http.guards import roles_of
from app.web.http.policy import may_enter, rule_for
from app.web.http.roles import PAGES, role_word, working_roles

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "menu_entry"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A view's place in the menu."""

    label: LazyString
    order: int
    roles: tuple[str, ...]
    under: str


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the menu; `current` if the reader is on that page, below it, or in its group. `group` are the lines
    of the group this line leads, itself first; empty if it leads none."""

    label: str
    url: str
    current: bool
    group: tuple["Link", ...] = ()


def in_menu(
    label: LazyString, *, order: int = 50, roles: tuple[str, ...] = (), under: str = ""
) -> Callable[[View], View]:
    """Mark a view (GET, without arguments) as a line of the menu; smaller orders come first. `under`: the endpoint
    that leads its group."""

    def mark(view: View) -> View:
        setattr(view, _MARK, MenuEntry(label, order, roles, under))
        return view

    return mark


def menu_for(roles: Iterable[str]) -> list[Link]:
    """Return the menu for these roles, in order, with the deepest match of the present path marked."""
    own_roles = set(roles)
    found: list[tuple[int, str, str, str]] = []
    for endpoint, view in current_app.view_functions.items():
        entry: MenuEntry | None = getattr(view, _MARK, None)
        if entry and own_roles & set(entry.roles or rule_for(endpoint)):
            group = _visited_room(endpoint, own_roles) or entry.under or endpoint
            found.append((entry.order, str(entry.label), url_for(endpoint), group))
    found.sort()
    here = max((url for _, _, url, _ in found if request.path.startswith(url)), key=len, default=None)
    groups: dict[str, list[Link]] = {}
    for _order, label, url, group in found:
        groups.setdefault(group, []).append(Link(label, url, url == here))
    return [
        Link(
            first.label, first.url, any(one.current for one in (first, *rest)), (first, *rest) if rest else ()
        )
        for first, *rest in groups.values()
    ]


def _visited_room(endpoint: str, own_roles: set[str]) -> str:
    """The room of an endpoint, if these roles neither work nor have their front page there; else empty."""
    room = endpoint.partition(".")[0]
    prefix = current_app.blueprints[room].url_prefix or ""
    is_home = any(PAGES[role].home.startswith(f"{prefix}/") for role in own_roles & set(PAGES))
    return "" if is_home or own_roles & working_roles(room) else room


def viewer_roles() -> tuple[str, ...]:
    """Return the reader's roles, each once; none for a visitor."""
    own_roles = roles_of(current_user)
    return tuple(role for role in PAGES if role in own_roles)


def viewer_name() -> str:
    """Return the reader's name for the top bar; empty for a visitor."""
    return str(current_user.display_name) if current_user.is_authenticated else ""


def may_open(endpoint: str) -> bool:
    """Whether the policy lets the reader open this endpoint."""
    return may_enter(endpoint, roles_of(current_user), current_user.is_authenticated)


def allowed_url(endpoint: str, **values: Any) -> str | None:
    """Return the address of an endpoint, or None if the reader may not open it: then no link is shown."""
    return url_for(endpoint, **values) if may_open(endpoint) else None


def reads_only() -> bool:
    """Whether the reader may only read on this page, so that it is shown without actions."""
    workers = working_roles(request.blueprint or "")
    return current_user.is_authenticated and bool(workers) and not workers & roles_of(current_user)


def query_url(**changes: Any) -> str:
    """Return the present page's address with some query values changed; None removes one (sorting, month)."""
    query = {**request.args.to_dict(flat=False), **{name: [value] for name, value in changes.items()}}
    pairs = [(name, value) for name, values in query.items() for value in values if value is not None]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def url_or_none(endpoint: str, **values: Any) -> str | None:
    """Return the address of an endpoint, or None if it does not exist (an error page must render anyway)."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return None


def register_navigation(app: Flask) -> None:
    """Give templates the menu and the address helpers."""
    app.jinja_env.globals.update(
        menu_for=menu_for,
        viewer_roles=viewer_roles,
        viewer_name=viewer_name,
        role_word=role_word,
        query_url=query_url,
        may_open=may_open,
        reads_only=reads_only,
        allowed_url=allowed_url,
        url_or_none=url_or_none,
    )
