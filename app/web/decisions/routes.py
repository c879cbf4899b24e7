"""The addresses of the page, the same for each room that has it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, redirect
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.decisions.queries import count_open
from app.decisions.registry import DecisionKind, list_kinds
from app.web.decisions import actions, buyers, rejected
from app.web.decisions.filters import read_filters
from app.web.decisions.queue_pages import show_list
from app.web.decisions.scope import MakeScope
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction


def add_resolving(blueprint: Blueprint, make_desk: MakeScope, *, order: int) -> None:
    """Give a room the page; `order` is its place in the menu."""

    def home() -> Response:
        """The first list that holds something."""
        desk = make_desk()
        sieve = read_filters(desk)
        counts = count_open(sieve.asked, desk.kinds)
        first = next((kind for kind in desk.kinds if counts[kind.slug]), desk.kinds[0])
        return redirect(desk.url(first, **sieve.query), 303)

    def show_open(kind: DecisionKind) -> str:
        """One list."""
        return show_list(make_desk(), kind)

    def decide_open(kind: DecisionKind) -> actions.Answer:
        """Decide some of it, or all."""
        return actions.decide(make_desk(), kind)

    in_menu(_l("Perlu diputuskan"), order=order)(home)
    _add(blueprint, "GET", "/putuskan/", "resolving", home)
    _add(blueprint, "GET", "/putuskan/<decision:kind>", "show_open", show_open)
    _add(blueprint, "POST", "/putuskan/<decision:kind>", "decide_open", decide_open)
    _add_single(blueprint, make_desk)


def _add_single(blueprint: Blueprint, make_desk: MakeScope) -> None:
    """The pages of one thing: who bought, and what a refused item really was."""

    def show_buyer(sale_id: int) -> str:
        return buyers.show_buyer(make_desk(), sale_id)

    def find_buyer(sale_id: int) -> actions.Answer:
        return buyers.find_buyer(make_desk(), sale_id)

    def resolve_buyer(sale_id: int) -> actions.Answer:
        return buyers.resolve(make_desk(), sale_id)

    def show_held(held_id: int) -> str:
        return rejected.show_held(make_desk(), held_id)

    def correct_held(held_id: int) -> actions.Answer:
        return rejected.correct(make_desk(), held_id)

    buyer, item = "/putuskan/pembeli/<id:sale_id>", "/putuskan/ditolak/<id:held_id>"
    _add(blueprint, "GET", buyer, "show_buyer", show_buyer)
    _add(blueprint, "POST", buyer, "resolve_buyer", resolve_buyer)
    _add(blueprint, "POST", f"{buyer}/cari", "find_buyer", manages_own_transaction(find_buyer))
    _add(blueprint, "GET", item, "show_held", show_held)
    _add(blueprint, "POST", item, "correct_held", correct_held)


def _add(blueprint: Blueprint, method: str, rule: str, endpoint: str, view: Callable[..., Any]) -> None:
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])


def ensure_templates(app: Flask) -> None:
    """Refuse to start where a kind names a template that is not there. TemplateNotFound."""
    loader = app.create_global_jinja_loader()
    for kind in list_kinds():
        loader.get_source(app.jinja_env, kind.template)
