"""The database's own guards: what no code of ours may do, tried with raw SQL on both engines."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.shared.engine import WroteOutsideTransaction
from app.shared.prepared_statements import PreparedStatement
from app.shared.transaction import begin_writing, rollback
from tests.ledger import City, TillClient, a_sale

FORBIDDEN = [
    "UPDATE sale SET amount = 1",
    "UPDATE sale SET employee_id = NULL, buyer_kind = 'public'",
    "DELETE FROM sale",
    "UPDATE sale_line SET quantity = 1, amount = unit_price",
    "DELETE FROM sale_line",
    "DELETE FROM audit_event",
    "UPDATE chain_link SET hash = 'x'",
]
COLUMNS = (
    "uuid, content_hash, void_of, booth_id, cashier_name, buyer_kind, employee_id, buyer_number, buyer_name, amount, "
    "payment, sold_at, received_at, business_date, period, result, flags, reason, source"
)


def copy_with(**changes: str) -> str:
    """An INSERT that copies the one sale there is, with some columns changed to SQL expressions."""
    values = ", ".join(changes.get(name.strip(), name.strip()) for name in COLUMNS.split(","))
    return f"INSERT INTO sale ({COLUMNS}) SELECT {values} FROM sale LIMIT 1"  # noqa: S608  (fixed texts of this test)


def refused(statement: str) -> bool:
    begin_writing()
    try:
        db.session.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        rollback()
    return False


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_ledger_is_never_changed_or_deleted(till: TillClient, city: City, statement: str) -> None:
    till.send(a_sale(city))
    assert refused(statement)


@pytest.mark.sqlite
def test_insert_or_replace_cannot_overwrite_a_sale(till: TillClient, city: City) -> None:
    till.send(a_sale(city))
    statement = (
        copy_with()
        .replace("INSERT INTO sale (", "INSERT OR REPLACE INTO sale (id, ")
        .replace("SELECT ", "SELECT id, ", 1)
    )
    assert refused(statement)


@pytest.mark.postgresql
def test_the_ledger_cannot_be_truncated(till: TillClient, city: City) -> None:
    till.send(a_sale(city))
    assert refused("TRUNCATE sale CASCADE")


@pytest.mark.parametrize(
    "changes",
    [
        {},  # the same uuid
        {"uuid": "'other'", "amount": "0"},
        {"uuid": "'other'", "amount": "-30000"},  # negative without being a reversal
        {"uuid": "'other'", "amount": "1000000000000"},
        {"uuid": "'other'", "void_of": "id"},  # positive though a reversal
        {"uuid": "'other'", "buyer_kind": "'public'"},  # public with an employee
        {"uuid": "'other'", "employee_id": "NULL"},
        {"uuid": "'other'", "period": "'2026-12'"},  # not the business date's month
        {"uuid": "'other'", "payment": "'kredit'"},
        {"uuid": "'other'", "result": "'counted'"},
        {"uuid": "'other'", "source": "'mail'"},
    ],
)
def test_the_database_refuses_a_row_that_breaks_a_rule(till: TillClient, city: City, changes: dict) -> None:
    till.send(a_sale(city))
    assert refused(copy_with(**changes))


def test_a_sound_copy_is_accepted_so_that_the_refusals_above_mean_something(
    till: TillClient, city: City
) -> None:
    till.send(a_sale(city))
    assert not refused(copy_with(uuid="'other'"))


def test_a_second_reversal_of_one_sale_is_refused_by_its_key(till: TillClient, city: City) -> None:
    till.send(a_sale(city))
    begin_writing()
    void = {"void_of": "id", "amount": "-amount"}
    db.session.execute(text(copy_with(uuid="'first'", **void)))
    with pytest.raises(DBAPIError):
        db.session.execute(text(copy_with(uuid="'second'", **void)))


def test_a_hot_write_outside_a_writing_transaction_is_refused(app: Flask) -> None:
    from app.audit.rules import SYSTEM
    from app.audit.services import record_event

    with pytest.raises(WroteOutsideTransaction):
        record_event("test.stray", actor=SYSTEM)


def test_a_hot_statement_answers_as_the_plain_one_does(till: TillClient, city: City) -> None:
    from sqlalchemy import bindparam, select

    from app.sales.models import Sale

    sale = a_sale(city)
    till.send(sale)
    db.session.rollback()
    statement = select(Sale.__table__).where(Sale.__table__.c.uuid == bindparam("uuid"))
    connection = db.session.connection()
    plain = connection.execute(statement, {"uuid": sale["id"]}).one()
    assert PreparedStatement(statement).rows(connection, {"uuid": sale["id"]}) == [tuple(plain)]
