"""Every file of a subject that registers something, imported once: purging, own data, imports, decisions.

They are found by their file names: a subject that gets such a file needs no line here.
"""

import importlib
from functools import cache
from pathlib import Path

FILES = ("purging", "own_data", "imports", "kinds")
"""Names of the files in which a subject registers."""


@cache
def load_parts() -> None:
    """Import them all, by subject; a second call does nothing more."""
    root = Path(__file__).parent
    for path in sorted(one for name in FILES for one in root.glob(f"*/{name}.py")):
        importlib.import_module(f"app.{path.parent.name}.{path.stem}")
