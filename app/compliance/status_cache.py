"""Caches counted months in this process, each with a mark of all data it depends on (ADR 0038).

Cached counts are used only while the mark is the same, so they are never stale. Ledger rows are only added and triggers
count changes of postings, so equal numbers mean equal rows; the month's rules are compared as values.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from app.compliance.rules import StatusSum
from app.compliance.terms import MonthRules
from app.directory.queries import POSTING_VERSION
from app.extensions import db
from app.sales.ledger.totals import count_everywhere, count_in_month
from app.shared.period import Period

StatusSums = Mapping[tuple[int | None, str | None], StatusSum]
"""(unit, status) → number of people and whole rupiah."""


class Mark(NamedTuple):
    """The data that a month's counts depend on: numbers of rows, and the rules as values."""

    rows: tuple[int, ...]
    rules: tuple[Any, ...]


COUNTED: "WeakKeyDictionary[Engine, dict[Period, tuple[Mark, StatusSums]]]" = WeakKeyDictionary()
"""The counted months of each database that this process has open."""


def load_marks(months: Sequence[MonthRules]) -> dict[Period, Mark]:
    """The present marks of some months. One statement."""
    everywhere = [select(POSTING_VERSION.c.number).scalar_subquery(), *count_everywhere()]
    own = [count for month in months for count in count_in_month(month.period)]
    numbers = [int(number) for number in db.session.execute(select(*everywhere, *own)).one()]
    shared, each = tuple(numbers[: len(everywhere)]), numbers[len(everywhere) :]
    size = len(each) // len(months)
    return {
        one.period: Mark((*shared, *each[size * place : size * (place + 1)]), _rules(one))
        for place, one in enumerate(months)
    }


def _rules(month: MonthRules) -> tuple[Any, ...]:
    tree = month.tree
    return month.reference_day, month.decree, month.exemptions, month.lowered, tree.rows, tree.ended


def find_counted(marks: Mapping[Period, Mark]) -> dict[Period, StatusSums]:
    """The cached months whose mark is the same."""
    counted = COUNTED.get(db.engine, {})
    found = {period: counted[period] for period in marks if period in counted}
    return {period: sums for period, (mark, sums) in found.items() if mark == marks[period]}


def store_counted(counted: Mapping[Period, StatusSums], marks: Mapping[Period, Mark]) -> None:
    """Cache months under the marks that were valid before and after counting."""
    months = COUNTED.setdefault(db.engine, {})
    months.update({period: (marks[period], sums) for period, sums in counted.items()})
