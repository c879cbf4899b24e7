"""The source as the rules of the house read it: the project as it stands, or a few planted files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ORDER = (
    "shared privacy audit settings excel pdf imports decisions product_warnings jobs notices directory accounts "
    "makers photos channels curation certificates training visits minimums booths tills turns months sales stock "
    "settlement catalogue figures compliance disputes person_merge closing roster_undo reports retention backups "
    "demo"
).split()
"""Subjects from left to right: each imports only what stands to its left (house, directions 1).

The trail stands left of the settings, because a changed setting is an event in it.
"""
ROOMS = "rules drafts models services queries lookups totals supplement_gains archive dossier".split()
"""Kinds of files that a rule of the house speaks of."""
EDGES = ("messages", "web", "cli")
"""What stands rightmost: sentences for people, then pages and commands, which know nothing of each other."""


@dataclass(frozen=True)
class Import:
    """One imported name: `from app.sales import rules` is module `app.sales`, name `rules`."""

    module: str
    name: str
    line: int
    level: int = 0

    @property
    def top(self) -> str:
        """The package it comes from."""
        return self.module.partition(".")[0]

    @property
    def parts(self) -> list[str]:
        """The dotted name in pieces, the imported name last."""
        return [*self.module.split("."), *([self.name] if self.name else [])]


@dataclass(frozen=True)
class Module:
    """One Python file under app/."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def parts(self) -> list[str]:
        """`app/sales/services/void.py` → app, sales, services, void."""
        parts = self.path.removesuffix(".py").split("/")
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def subject(self) -> str:
        """The folder under app, or "" for a file directly there."""
        return self.parts[1] if len(self.path.split("/")) > 2 else ""

    @property
    def room(self) -> str:
        """What kind of file it is: rules, models, services, queries …, in a subject's folder or one below."""
        inside = self.parts[2:] if self.subject not in EDGES else []
        return next((part for part in inside if part in ROOMS), self.parts[2] if len(self.parts) > 2 else "")

    @cached_property
    def imports(self) -> list[Import]:
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [Import(alias.name, "", node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [Import(node.module or "", a.name, node.lineno, node.level) for a in node.names]
        return found

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """All nodes of some kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, line: int) -> str:
        """`path:line` for a complaint."""
        return f"{self.path}:{line}"


@dataclass(frozen=True)
class House:
    """Every file that the rules look at, by its path from the project's folder."""

    files: dict[str, str] = field(default_factory=dict)
    excepted: dict[str, list[str]] = field(default_factory=dict)
    """Rule → files that broke it before it was written, from `exceptions/<rule>.txt`. Lists only get shorter."""

    @classmethod
    def standing(cls) -> House:
        """The project as it stands."""
        kinds = (".py", ".html", ".txt", ".js", ".css", ".sh", ".md", ".toml", ".xml")
        files = {}
        for top in ("app", "migrations", "tests", "tools", "deploy", "docs", ".ci"):
            for path in sorted((ROOT / top).rglob("*")):
                if path.suffix in kinds and not {"vendor", "__pycache__", "shots"} & set(path.parts):
                    files[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        for path in (*ROOT.glob("*.py"), *ROOT.glob("*.md"), ROOT / "Makefile", ROOT / ".ci/run"):
            if path.exists():
                files[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        lists = (ROOT / "tests/shape/exceptions").glob("*.txt")
        return cls(files, {path.stem: path.read_text(encoding="utf-8").split() for path in lists})

    @cached_property
    def modules(self) -> list[Module]:
        """The Python files under app/."""
        return [
            Module(path, text)
            for path, text in self.files.items()
            if path.startswith("app/") and path.endswith(".py")
        ]

    @cached_property
    def templates(self) -> dict[str, str]:
        """The templates, by path."""
        return {path: text for path, text in self.files.items() if path.startswith("app/templates/")}


def call_name(node: ast.Call) -> str:
    """The last word of what is called: `db.session.execute(…)` → execute."""
    target = node.func
    return (
        target.attr
        if isinstance(target, ast.Attribute)
        else target.id
        if isinstance(target, ast.Name)
        else ""
    )
