"""PostgreSQL with two roles, as docs/deployment.md sets them up: one migrates, the other serves and cannot truncate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from app import create_app
from app.extensions import db
from app.shared.transaction import begin_writing
from tests.conftest import Migrations, settings_for
from tests.engines import PostgresDatabases
from tests.ledger import TillClient, a_sale, make_city
from tests.shape.house import ROOT

OWNER, APP = "jikubata_owner", "jikubata_app"


@pytest.fixture
def two_roles(postgres_databases: PostgresDatabases, migrate: Migrations) -> Iterator[URL]:
    """A migrated database whose address carries the serving role."""
    with postgres_databases.empty() as address:
        url = make_url(address)
        root = create_engine(url, isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            for role in (OWNER, APP):
                connection.execute(text(f"CREATE ROLE {role} LOGIN"))  # noqa: S608
            for statement in (ROOT / "deploy/roles.sql").read_text(encoding="utf-8").split(";\n"):
                connection.exec_driver_sql(statement)
        try:
            migrate(url.set(username=OWNER).render_as_string(hide_password=False))
            yield url.set(username=APP)
        finally:
            with root.connect() as connection:
                for role in (APP, OWNER):
                    connection.exec_driver_sql(f"DROP OWNED BY {role} CASCADE")
                    connection.exec_driver_sql(f"DROP ROLE {role}")
            root.dispose()


@pytest.mark.postgresql
def test_the_serving_role_sells_and_verifies_but_neither_empties_nor_changes_a_table(
    two_roles: URL, tmp_path: Path
) -> None:
    app = create_app(settings_for(two_roles.render_as_string(hide_password=False), tmp_path))
    with app.app_context():
        begin_writing()
        city = make_city()
        assert [one["result"] for one in TillClient(app, city.token).send(a_sale(city))] == ["recorded"]
        verified = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert verified.exit_code == 0, verified.stderr
        db.session.remove()
        for forbidden in (
            "TRUNCATE sale CASCADE",
            "ALTER TABLE sale DISABLE TRIGGER ALL",
            "DROP TABLE chain_link",
            "CREATE TABLE lain (id int)",
        ):
            with (
                pytest.raises(ProgrammingError, match="(?i)permission denied|must be owner"),
                db.engine.connect() as one,
            ):
                one.exec_driver_sql(forbidden)
        db.engine.dispose()
