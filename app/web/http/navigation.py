"""The menu. A decorator at the view adds its line, so that the menu never links to a page that was removed.

    @blueprint.get("/")
    @in_menu(_l("Rekap"), order=10)
    def show_recap() -> str: ...

The roles that may open the blueprint see the line, or only the `roles` given. `under` puts a line into the group of
another view: the top bar shows only the group's first page, and the pages of the group show all of its lines.
For a role that only reads in another role's room, all lines of that room are one group.
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
    """One line of the menu; `current` if the reader is on that page, below it, or in its group. `group`: the lines of
    its group, itself first; empty without a group."""

    label: str
    url: str
    current: bool
    group: tuple["Link", ...] = ()


def in_menu(
    label: LazyString, *, order: int = 50, roles: tuple[str, ...] = (), under: str = ""
) -> Callable[[View], View]:
    """Add a view (GET, without arguments) to the menu; smaller orders come first. `under`: the first endpoint of its
    group."""

    def mark(view: View) -> View:
        setattr(view, _MARK, MenuEntry(label, order, roles, under))
        return view

    return mark


def menu_for(roles: Iterable[str]) -> list[Link]:
    """Return the menu for these roles, in order; the line with the longest match of the request's path is current."""
    own_roles = set(roles)
    lines: list[tuple[int, str, str, str]] = []
    for endpoint, view in current_app.view_functions.items():
        entry: MenuEntry | None = getattr(view, _MARK, None)
        if entry and own_roles & set(entry.roles or rule_for(endpoint)):
            group = _visited_room(endpoint, own_roles) or entry.under or endpoint
            lines.append((entry.order, str(entry.label), url_for(endpoint), group))
    lines.sort()
    here = max((url for _, _, url, _ in lines if request.path.startswith(url)), key=len, default=None)
    groups: dict[str, list[Link]] = {}
    for _order, label, url, group in lines:
        groups.setdefault(group, []).append(Link(label, url, url == here))
    return [
        Link(
            first.label,
            first.url,
            any(link.current for link in (first, *rest)),
            (first, *rest) if rest else (),
        )
        for first, *rest in groups.values()
    ]


def _visited_room(endpoint: str, own_roles: set[str]) -> str:
    """Return the room of an endpoint if these roles neither work there nor have their front page there; else ""."""
    room = endpoint.partition(".")[0]
    prefix = current_app.blueprints[room].url_prefix or ""
    is_home = any(PAGES[role].home.startswith(f"{prefix}/") for role in own_roles & set(PAGES))
    return "" if is_home or own_roles & working_roles(room) else room


def viewer_roles() -> tuple[str, ...]:
    """Return the reader's roles in the order of `PAGES`; none for a visitor."""
    own_roles = roles_of(current_user)
    return tuple(role for role in PAGES if role in own_roles)


def viewer_name() -> str:
    """Return the reader's name for the top bar; empty for a visitor."""
    return str(current_user.display_name) if current_user.is_authenticated else ""


def may_open(endpoint: str) -> bool:
    """Whether the policy lets the reader open this endpoint."""
    return may_enter(endpoint, roles_of(current_user), current_user.is_authenticated)


def allowed_url(endpoint: str, **values: Any) -> str | None:
    """Return the URL of an endpoint, or None if the reader may not open it, so that the page shows no link."""
    return url_for(endpoint, **values) if may_open(endpoint) else None


def reads_only() -> bool:
    """Whether the reader may only read in this room, so that the page shows no actions."""
    workers = working_roles(request.blueprint or "")
    return current_user.is_authenticated and bool(workers) and not workers & roles_of(current_user)


def query_url(**changes: Any) -> str:
    """Return the URL of this page with some query values changed, e.g. the month; None removes one."""
    query = {**request.args.to_dict(flat=False), **{name: [value] for name, value in changes.items()}}
    pairs = [(name, value) for name, values in query.items() for value in values if value is not None]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def url_or_none(endpoint: str, **values: Any) -> str | None:
    """Return the URL of an endpoint, or None if it does not exist, because an error page must render in any case."""
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
