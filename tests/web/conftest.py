"""What the walks over all routes share."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.pages import PageClient
from tests.web.routes import people


@pytest.fixture
def everybody(app: Flask, session: Any) -> dict[str, PageClient]:
    return people(app)
