"""The addresses of the page, the same for each room that has it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.sales.queries.deciding import count_open
from app.web.navigation import in_menu
from app.web.resolving import acts, buyers, held
from app.web.resolving.desk import BY_SLUG, KINDS, MakeDesk
from app.web.resolving.lists import show_list
from app.web.resolving.sieve import read_sieve
from app.web.transaction import begins_writing_itself

_KINDS = f"<any({', '.join(BY_SLUG)}):kind>"


def add_resolving(blueprint: Blueprint, make_desk: MakeDesk, *, order: int) -> None:
    """Give a room the page; `order` is its place in the menu."""

    def home() -> Response:
        """The first list that holds something."""
        desk = make_desk()
        sieve = read_sieve(desk)
        counts = count_open(sieve.asked)
        first = next((kind for kind in KINDS if counts[kind]), KINDS[0])
        return redirect(desk.url(first, **sieve.query), 303)

    def show_open(kind: str) -> str:
        """One list."""
        return show_list(make_desk(), BY_SLUG[kind])

    def decide_open(kind: str) -> acts.Answer:
        """Decide some of it, or all."""
        return acts.decide(make_desk(), BY_SLUG[kind])

    in_menu(_l("Perlu diputuskan"), order=order)(home)
    _add(blueprint, "GET", "/putuskan/", "resolving", home)
    _add(blueprint, "GET", f"/putuskan/{_KINDS}", "show_open", show_open)
    _add(blueprint, "POST", f"/putuskan/{_KINDS}", "decide_open", decide_open)
    _add_single(blueprint, make_desk)


def _add_single(blueprint: Blueprint, make_desk: MakeDesk) -> None:
    """The pages of one thing: who bought, and what a refused item really was."""

    def show_buyer(sale_id: int) -> str:
        return buyers.show_buyer(make_desk(), sale_id)

    def find_buyer(sale_id: int) -> acts.Answer:
        return buyers.find_buyer(make_desk(), sale_id)

    def resolve_buyer(sale_id: int) -> acts.Answer:
        return buyers.resolve(make_desk(), sale_id)

    def show_held(held_id: int) -> str:
        return held.show_held(make_desk(), held_id)

    def correct_held(held_id: int) -> acts.Answer:
        return held.correct(make_desk(), held_id)

    buyer, item = "/putuskan/pembeli/<id:sale_id>", "/putuskan/ditolak/<id:held_id>"
    _add(blueprint, "GET", buyer, "show_buyer", show_buyer)
    _add(blueprint, "POST", buyer, "resolve_buyer", resolve_buyer)
    _add(blueprint, "POST", f"{buyer}/cari", "find_buyer", begins_writing_itself(find_buyer))
    _add(blueprint, "GET", item, "show_held", show_held)
    _add(blueprint, "POST", item, "correct_held", correct_held)


def _add(blueprint: Blueprint, method: str, rule: str, endpoint: str, view: Callable[..., Any]) -> None:
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
