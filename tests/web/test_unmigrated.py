"""Code that is newer than its database says so, on the page and in the log, instead of "busy" for ever."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.bootstrap import check_before_serving, prepare_database
from app.extensions import db
from tests.conftest import Migrations, settings_for
from tests.engines import Databases


@pytest.mark.both_engines
def test_an_unmigrated_database_is_told_with_the_command(
    databases: Databases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with databases.empty() as url, caplog.at_level(logging.ERROR):
        built: Flask = create_app(settings_for(url, tmp_path))
        check_before_serving(built)
        answer = built.test_client().get("/masuk")
        page = answer if answer.status_code == 503 else built.test_client().get("/produk")
        with built.app_context():
            db.engine.dispose()
    assert page.status_code == 503
    assert "flask --app wsgi db upgrade" in page.text
    assert "sedang sibuk" not in page.text
    assert any("db upgrade" in one.getMessage() for one in caplog.records)


def test_a_database_of_a_newer_version_is_told_in_a_sentence(
    databases: Databases, migrate: Migrations, tmp_path: Path
) -> None:
    with databases.empty() as url:
        migrate(url)
        engine = sa.create_engine(url)
        with engine.begin() as newer:
            newer.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        settings = settings_for(url, tmp_path)
        built = create_app(settings)
        with built.app_context():
            with pytest.raises(SystemExit, match="ditulis oleh versi yang lebih baru"):
                list(prepare_database(settings))
            db.session.remove()
            db.engine.dispose()
