"""Adds the routes of these pages to a blueprint; they are the same for each audience."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from app.web.http.navigation import in_menu
from app.web.settlement import due, holders, remittances, statements, terms
from app.web.settlement.files import add_file_jobs
from app.web.settlement.scope import MakeScope

_ONE = "/penyelesaian/nota/<id:statement_id>"
_HOLDER = "/penyelesaian/pojok/<id:booth_id>"
_TERMS = "/penyelesaian/perjanjian/<id:booth_id>/<id:maker_id>"


def add_money_pages(blueprint: Blueprint, make_scope: MakeScope, *, order: int) -> None:
    """Add the pages to a blueprint; `order` is their place in the menu."""

    def add(
        rule: str, endpoint: str, page: Callable[..., Any], mark: Any = None, method: str = "GET"
    ) -> None:
        def view(**place: Any) -> Any:
            return page(make_scope(), **place)

        view.__name__ = endpoint
        marked = mark(view) if mark else view
        blueprint.add_url_rule(rule, endpoint, marked, methods=[method])

    add_file_jobs(blueprint, make_scope)
    leader = f"{blueprint.name}.list_unsettled"
    menu = in_menu(_l("Uang UMKM"), order=order)
    listed = in_menu(_l("Nota penyelesaian"), order=order + 1, under=leader)
    money = in_menu(_l("Pemegang uang"), order=order + 3, under=leader)
    agreed = in_menu(_l("Perjanjian titip"), order=order + 2, under=leader)
    add("/penyelesaian", "list_unsettled", due.show_unsettled, menu)
    add("/penyelesaian/buat", "make_statements", due.make, method="POST")
    add("/penyelesaian/nota", "list_statements", statements.show_list, listed)
    add(_ONE, "show_statement", statements.show_statement)
    add(f"{_ONE}/cetak", "print_statement", statements.print_statement)
    add(f"{_ONE}/berkas", "send_statement_file", statements.send_file)
    add(f"{_ONE}/berkas", "store_statement_file", statements.store_file, method="POST")
    add(f"{_ONE}/bayar", "pay_statement", statements.pay, method="POST")
    add(f"{_ONE}/pembayaran/<id:payout_id>/batal", "reverse_payout", statements.reverse, method="POST")
    add(f"{_ONE}/setor", "receive_remittance", remittances.receive, method="POST")
    add(f"{_ONE}/setoran/<id:remittance_id>/batal", "reverse_remittance", remittances.reverse, method="POST")
    add("/penyelesaian/pojok", "list_holders", holders.show_list, money)
    add(_HOLDER, "show_holder", holders.show_holder)
    add(f"{_HOLDER}/ubah", "set_holder", holders.set_holder, method="POST")
    add("/penyelesaian/perjanjian", "list_agreements", terms.show_list, agreed)
    add(_TERMS, "show_terms", terms.show_terms)
    add(f"{_TERMS}/ubah", "agree_terms", terms.agree, method="POST")
    add(f"{_TERMS}/cetak", "print_terms", terms.print_terms)
