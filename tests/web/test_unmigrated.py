"""Code that is newer than its database says so, on the page and in the log, instead of "busy" for ever."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.starting import check_before_serving
from tests.conftest import settings_for
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
