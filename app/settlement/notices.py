"""Notices to makers about their money: a statement, a payout or its reversal, other terms. `kinds.py` registers it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.notices.registry import Morning, NoticeKind, NoticeText, Rupiah
from app.notices.rules import Message, maker
from app.settlement.queries.statements import list_statements
from app.shared.words import N_


def _describe_statement(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("Nota penyelesaian %(number)s: %(amount)s untuk Anda, dibayar paling lambat %(day)s.")
    values = {
        "number": facts["number"], "amount": Rupiah(facts["amount"]), "day": date.fromisoformat(facts["due_on"]),
    }  # fmt: skip
    return NoticeText(sentence, values, "maker.show_money")


def _describe_payout(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("%(amount)s untuk nota %(number)s sudah dibayar. Sudah Anda terima?")
    if facts["amount"] < 0:
        sentence = N_("Pembayaran %(amount)s untuk nota %(number)s dibatalkan.")
    values = {"number": facts["number"], "amount": Rupiah(abs(facts["amount"]))}
    return NoticeText(sentence, values, "maker.show_money")


def _describe_terms(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_(
        "Perjanjian titip di %(booth)s mulai %(day)s: bagian pojok %(share)s persen, dibayar dalam %(days)s hari."
    )
    values = {
        "booth": facts["booth"], "day": date.fromisoformat(facts["from"]), "share": facts["share"],
        "days": facts["days"],
    }  # fmt: skip
    return NoticeText(sentence, values, "maker.show_money")


def _list_statements(_morning: Morning) -> Iterator[Message]:
    for statement in list_statements(unpaid_only=True):
        facts = {
            "number": statement.number,
            "amount": statement.payable,
            "due_on": statement.due_on.isoformat(),
        }
        yield Message(maker(statement.maker_id), "statement", f"statement:{statement.id}", facts)


NOTICES = (
    NoticeKind(
        "statement",
        ("maker",),
        _describe_statement,
        {"number": "NP-1", "amount": 5_000, "due_on": "2026-12-07"},
        due=_list_statements,
        figure="statements",
    ),
    NoticeKind("payout", ("maker",), _describe_payout, {"number": "NP-1", "amount": -5_000}),
    NoticeKind(
        "terms",
        ("maker",),
        _describe_terms,
        {"booth": "Balai Kota", "from": "2026-12-01", "share": 10, "days": 7},
    ),
)
