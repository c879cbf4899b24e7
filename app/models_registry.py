"""Every table of the application, imported once so that keys between subjects resolve: each subject's `models.py`."""

import importlib
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("*/models.py")):
    importlib.import_module(f"app.{path.parent.name}.models")
