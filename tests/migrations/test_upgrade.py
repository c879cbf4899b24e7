"""A city that stood at the oldest version is upgraded, and everything answers (docs/operations.md, upgrade)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from app import create_app
from app.bootstrap import check_before_serving
from app.extensions import db
from tests.conftest import Migrations, settings_for
from tests.engines import Databases

AT = "2026-01-05 08:00:00"


def test_from_the_oldest_version_with_data_everything_answers(
    databases: Databases, migrate: Migrations, tmp_path: Path
) -> None:
    with databases.empty() as url:
        migrate(url, "2026_11_0001")
        engine = sa.create_engine(url)
        with engine.begin() as old:
            old.execute(sa.text("INSERT INTO unit (id, external_id, name) VALUES (1, 'akar', 'Kota')"))
            old.execute(
                sa.text(
                    "INSERT INTO user_account (id, username, display_name, password_hash, is_active, created_at) "
                    "VALUES (1, 'lama', 'Admin lama', 'x', :yes, :at)"
                ),
                {"yes": True, "at": AT},
            )
        engine.dispose()
        migrate(url)
        app = create_app(settings_for(url, tmp_path))
        check_before_serving(app)
        client = app.test_client()
        assert client.get("/masuk").status_code == 200
        assert client.get("/admin-pertama").status_code == 404  # there is an account
        assert client.get("/readyz").get_json()["checks"] == {"schema": True, "write": True}
        for words in (["audit", "verify"], ["ledger", "check"]):
            done = app.test_cli_runner().invoke(args=words)
            assert done.exit_code == 0, done.output
        with app.app_context():
            db.engine.dispose()
