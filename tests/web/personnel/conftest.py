"""The small city, and somebody of the personnel office in front of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.directory.files import (
    line,
    person,
    plant_units,
    take_in,
    yohanis,
)
from tests.pages import PageClient


@pytest.fixture
def city(app: Flask, tmp_path: Path) -> Path:
    """A city with units and nobody in it yet; the folder for its files."""
    plant_units(tmp_path)
    return tmp_path


@pytest.fixture
def office(city: Path, as_role: Callable[..., PageClient]) -> PageClient:
    """A browser of the personnel office."""
    return as_role("personnel")


@pytest.fixture
def martha(city: Path) -> int:
    """Martha and Yohanis; her id."""
    take_in(city, line(), yohanis())
    return person(pns_id="A-1").id
