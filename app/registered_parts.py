"""Imports every file in which a subject registers something: purging, own data, imports, decisions, ….

The files are found by their names, so a new one needs no line here.
"""

import importlib
from functools import cache
from pathlib import Path

FILES = ("purging", "own_data", "imports", "kinds")
"""Names of the files in which a subject registers."""


@cache
def load_parts() -> None:
    """Import all these files. A second call does nothing."""
    root = Path(__file__).parent
    for path in sorted(one for name in FILES for one in root.glob(f"*/{name}.py")):
        importlib.import_module(f"app.{path.parent.name}.{path.stem}")
