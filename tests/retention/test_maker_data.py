"""Every table that tells of a maker stands in the maker's own data, or the list says why not; and so for its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import String, Table

from app.excel.column_widths import KINDS
from app.extensions import db
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.web.http.roles import PAGES
from app.web.maker.own_data_labels import LABELS
from tests.retention.places import BY, NOT_PERSONAL

WITHOUT_KEY = {"public_token", "notice", "access_card"}
"""Tables that name a maker, or its login, by other means than a key to the maker."""
TABLES_LEFT_OUT = {
    "curation_interest": "about a curator, not about the maker",
}
WORDS_LEFT_OUT = {
    "only the computer's own spelling of what is in it": (
        "maker.search_name product.search_name certificate.number_key training_enrolment.person_key "
        "training_certificate.person_key"
    ),
    "about an office's course or rules, the same for everybody": "certificate_rules.content",
    "about a till of a booth": "count_release.reason",
    "the workbook itself, which the maker has from its page of money": "statement_file.content",
}
TRADE = next(names for reason, names in NOT_PERSONAL.items() if reason.startswith("makers and their goods"))
MONEY = next(names for reason, names in NOT_PERSONAL.items() if reason.startswith("money between a booth"))
PERSONAL = f"{BY['makers/purging.py']} {BY['training/purging.py']}"


def tables_of_makers() -> set[str]:
    """The maker's table and every table whose rows lead to it by keys, in any number of steps."""
    found = {"maker"}
    while more := {one.name for one in db.metadata.sorted_tables if points_into(one, found)} - found:
        found |= more
    return found | WITHOUT_KEY


def points_into(one: Table, found: set[str]) -> bool:
    return any(key.column.table.name in found for key in one.foreign_keys)


def missing_tables() -> set[str]:
    told = {name.partition(".")[0] for part in MAKER_DATA for name in part.stored}
    return tables_of_makers() - told - set(TABLES_LEFT_OUT)


def missing_words() -> set[str]:
    told = {name for part in MAKER_DATA for name in part.stored}
    left_out = {name for names in WORDS_LEFT_OUT.values() for name in names.split()}
    return {*PERSONAL.split(), *TRADE.split(), *MONEY.split()} - told - left_out


def test_every_table_of_a_maker_is_handed_out_or_named(app: Flask) -> None:
    assert missing_tables() == set(), (
        "hand its columns out in MAKER_DATA of <subject>/own_data.py, or say in TABLES_LEFT_OUT here why not"
    )
    assert set(TABLES_LEFT_OUT) <= tables_of_makers()


def test_every_word_of_a_maker_is_handed_out_or_named(app: Flask) -> None:
    assert missing_words() == set(), (
        "hand each out in MAKER_DATA of <subject>/own_data.py, or say in WORDS_LEFT_OUT here why not"
    )
    columns = {f"{one.name}.{column.name}" for one in db.metadata.sorted_tables for column in one.columns}
    assert {name for names in WORDS_LEFT_OUT.values() for name in names.split()} <= columns


@pytest.fixture
def without_certificates() -> Iterator[None]:
    left = [part for part in MAKER_DATA if "certificate.kind" in part.stored]
    for part in left:
        MAKER_DATA.remove(part)
    yield
    MAKER_DATA.register(*left)


def test_a_table_that_nobody_hands_out_is_found(app: Flask, without_certificates: None) -> None:
    assert {"certificate", "certificate_product"} <= missing_tables()
    assert "certificate.end_reason" in missing_words()


def test_no_secret_is_handed_out(app: Flask) -> None:
    told = {name for part in MAKER_DATA for name in part.stored}
    assert not {"access_card.pin_hash", "access_card.token_hash", "user_account.password_hash"} & told
    assert not {name for name in told if name.startswith(("employee.", "sale.buyer", "sale.employee"))}


def test_kinds_and_readers_are_ones_that_exist(app: Flask) -> None:
    assert len({part.title for part in MAKER_DATA}) == len(list(MAKER_DATA))
    for part in MAKER_DATA:
        assert part.readers <= set(PAGES), part.name
        assert {kind for _title, kind, _column in part.columns} <= {*KINDS, *LABELS}, part.name
        assert len(part.title) <= 31, part.title


def test_a_column_worked_out_from_others_counts_as_those() -> None:
    user = db.metadata.tables["user_account"]
    made = MakerDataPart(
        "x", 1, "X", user, user.c.id, (("A", "text", user.c.username.concat(user.c.display_name).cast(String)),),
        of_column(user.c.id),
    )  # fmt: skip
    assert made.stored == {"user_account.username", "user_account.display_name"}
