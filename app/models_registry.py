"""Imports each subject's `models.py`, so that foreign keys between subjects resolve."""

import importlib
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("*/models.py")):
    importlib.import_module(f"app.{path.parent.name}.models")
