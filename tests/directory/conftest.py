"""The small city every test here starts from."""

from pathlib import Path

import pytest
from flask import Flask

from tests.directory.files import plant_units


@pytest.fixture
def city(app: Flask, tmp_path: Path) -> Path:
    """A city with units and nobody in it yet; the folder for its files."""
    plant_units(tmp_path)
    return tmp_path
