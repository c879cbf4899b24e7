"""Adds the routes of the decision pages to a blueprint; they are the same for each audience."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, redirect
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.decisions.queries import count_open
from app.decisions.registry import DecisionKind, list_kinds
from app.web.decisions import actions, buyers, goods, rejected
from app.web.decisions.filters import read_filters
from app.web.decisions.queue_pages import show_list
from app.web.decisions.scope import MakeScope
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction


def add_decision_pages(
    blueprint: Blueprint, make_scope: MakeScope, *, order: int, is_of_sales: bool = True, under: str = ""
) -> None:
    """Add the pages to a blueprint; `order` is their place in the menu, `under` the first endpoint of their group.

    `is_of_sales`: also add the pages of single sales and of typed goods.
    """

    def show_decisions() -> Response:
        """Redirect to the first list that is not empty."""
        scope = make_scope()
        filters = read_filters(scope)
        counts = count_open(filters.chosen, scope.kinds)
        first = next((kind for kind in scope.kinds if counts[kind.slug]), scope.kinds[0])
        return redirect(scope.url(first, **filters.query), 303)

    def show_open(kind: DecisionKind) -> str:
        """Show one list."""
        return show_list(make_scope(), kind)

    def decide_open(kind: DecisionKind) -> actions.Answer:
        """Decide about the selected items of a list, or about all."""
        return actions.decide(make_scope(), kind)

    in_menu(_l("Perlu diputuskan"), order=order, under=under)(show_decisions)
    _add(blueprint, "GET", "/putuskan/", "show_decisions", show_decisions)
    _add(blueprint, "GET", "/putuskan/<decision:kind>", "show_open", show_open)
    _add(blueprint, "POST", "/putuskan/<decision:kind>", "decide_open", decide_open)
    if is_of_sales:
        _add_single(blueprint, make_scope)
        _add_goods(blueprint, make_scope)


def _add_single(blueprint: Blueprint, make_scope: MakeScope) -> None:
    """Add the pages of single items: choose the buyer of a sale, correct a rejected item."""

    def show_buyer(sale_id: int) -> str:
        return buyers.show_buyer(make_scope(), sale_id)

    def find_buyer(sale_id: int) -> actions.Answer:
        return buyers.find_buyer(make_scope(), sale_id)

    def resolve_buyer(sale_id: int) -> actions.Answer:
        return buyers.resolve(make_scope(), sale_id)

    def show_rejected(item_id: int) -> str:
        return rejected.show_rejected(make_scope(), item_id)

    def correct_rejected(item_id: int) -> actions.Answer:
        return rejected.correct(make_scope(), item_id)

    buyer, item = "/putuskan/pembeli/<id:sale_id>", "/putuskan/ditolak/<id:item_id>"
    _add(blueprint, "GET", buyer, "show_buyer", show_buyer)
    _add(blueprint, "POST", buyer, "resolve_buyer", resolve_buyer)
    _add(blueprint, "POST", f"{buyer}/cari", "find_buyer", manages_own_transaction(find_buyer))
    _add(blueprint, "GET", item, "show_rejected", show_rejected)
    _add(blueprint, "POST", item, "correct_rejected", correct_rejected)


def _add_goods(blueprint: Blueprint, make_scope: MakeScope) -> None:
    """Add the pages of typed goods: match one with a product, list and withdraw matches."""

    def show_goods(line_id: int) -> str:
        return goods.show_goods(make_scope(), line_id)

    def match_goods(line_id: int) -> actions.Answer:
        return goods.match_goods(make_scope(), line_id)

    def show_matches() -> str:
        return goods.show_matches(make_scope())

    def withdraw_matches() -> actions.Answer:
        return goods.withdraw(make_scope())

    line, matched = "/putuskan/barang/<id:line_id>", "/putuskan/barang/cocok"
    _add(blueprint, "GET", line, "show_goods", show_goods)
    _add(blueprint, "POST", line, "match_goods", match_goods)
    _add(blueprint, "GET", matched, "show_matches", show_matches)
    _add(blueprint, "POST", matched, "withdraw_matches", withdraw_matches)


def _add(blueprint: Blueprint, method: str, rule: str, endpoint: str, view: Callable[..., Any]) -> None:
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])


def ensure_templates(app: Flask) -> None:
    """Check that every kind's template exists. TemplateNotFound, so that the application does not start."""
    loader = app.create_global_jinja_loader()
    for kind in list_kinds():
        loader.get_source(app.jinja_env, kind.template)
