"""How files look from outside: names, lengths, docstrings, imports, templates, statements."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator

from tests.shape.directions import READING
from tests.shape.house import House, Module, call_name

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "stuff"}
READS = ("find_", "get_", "list_", "count_", "sum_", "is_", "has_", "may_")
LONGEST_FILE = 300
LARGEST_FILE = 14_000
"""Bytes."""
WIDEST_LINE = 120
"""Characters."""
LONGEST_FUNCTION = 40
LEFT_BEHIND = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError|lorem ipsum)\b", re.IGNORECASE)
MACHINE = re.compile("/" + r"(work/(main|shared)|root|home/\w+)/")
RAW = {"text", "exec_driver_sql", "literal_column", "DDL"}
INLINE = (
    (re.compile(r"\|\s*safe\b"), "|safe"),
    (re.compile(r"<style\b", re.IGNORECASE), "a style element"),
    (re.compile(r"\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE), "an inline handler"),
    (
        re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE),
        "an inline script",
    ),
    (re.compile(r"(src|href)\s*=\s*[\"'](https?:)?//", re.IGNORECASE), "an address outside"),
    (re.compile(r"{%-?\s*autoescape\s+false"), "autoescape off"),
)


def names(house: House) -> Iterator[str]:
    """No drawer for everything; `web/manager` is an audience, not a drawer."""
    for path in house.files:
        if path.startswith("app/") and path.endswith((".py", ".js")):
            parts = path.rpartition(".")[0].removeprefix("app/web/manager").split("/")
            if "templates" not in parts and FORBIDDEN & set(parts):
                yield f"{path}: a name that says nothing: call it after what it holds"


def sizes(house: House) -> Iterator[str]:
    """Files one can hold in the head, counted in lines and in bytes."""
    yield from _ratchet(
        (
            (
                path,
                f"{text.count(chr(10))} lines, {len(text.encode())} bytes: over {LONGEST_FILE} or {LARGEST_FILE}: "
                "make it a package of the same name, a file per verb or group of pages",
            )
            for path, text in house.files.items()
            if path.startswith(("app/", "tools/", "tests/"))
            and path.endswith((".py", ".js", ".html", ".css"))
            and (text.count("\n") > LONGEST_FILE or len(text.encode()) > LARGEST_FILE)
        ),
        house.excepted.get("sizes", ()),
    )


def widths(house: House) -> Iterator[str]:
    """Lines one can read without scrolling sideways; a row of a Markdown table cannot be broken."""
    kinds = (".html", ".css", ".js", ".md")
    yield from _ratchet(
        (
            (path, f"a line of more than {WIDEST_LINE} characters: break it")
            for path, text in house.files.items()
            if (path.endswith(kinds) or (path.startswith("app/") and path.endswith(".py")))
            and any(len(line) > WIDEST_LINE for line in text.splitlines() if not _is_table_row(path, line))
        ),
        house.excepted.get("widths", ()),
    )


def _is_table_row(path: str, line: str) -> bool:
    return path.endswith(".md") and line.startswith("|")


def _ratchet(found: Iterable[tuple[str, str]], listed: Collection[str]) -> Iterator[str]:
    """Complain of what is not listed, and of what is listed although it keeps the rule by now."""
    broken = dict(found)
    yield from (f"{path}: {what}" for path, what in broken.items() if path not in listed)
    yield from (
        f"{path}: keeps the rule: take it off its list in tests/shape/exceptions"
        for path in listed
        if path not in broken
    )


def lengths(house: House) -> Iterator[str]:
    """Functions one can hold in the head."""
    for module in house.modules:
        for node in module.nodes(ast.FunctionDef):
            assert isinstance(node, ast.FunctionDef)
            length = _length(node)
            if length > LONGEST_FUNCTION:
                yield f"{module.at(node.lineno)}: {node.name} has {length} lines: split it, {LONGEST_FUNCTION} at most"


def _length(node: ast.FunctionDef) -> int:
    first = node.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    said = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (node.end_lineno or 0) - node.lineno + 1 - said


def docstrings(house: House) -> Iterator[str]:
    """Every module and every public function or class at its top level says what it is."""
    for module in house.modules:
        if module.text.strip() and not ast.get_docstring(module.tree):
            yield f"{module.path}: begin with a docstring that says what the file holds"
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield f"{module.at(node.lineno)}: {node.name} needs a docstring, or a name that begins with _"


def absolute(house: House) -> Iterator[str]:
    """Imports say from where."""
    for module in house.modules:
        for found in module.imports:
            if found.level or found.name == "*":
                yield f"{module.at(found.line)}: a relative or starred import: write from app.… import name"


def reads(house: House) -> Iterator[str]:
    """A read says by its name what it does when there is nothing."""
    for module in (m for m in house.modules if m.room == "queries"):
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", *READS)):
                yield (
                    f"{module.at(node.lineno)}: begin the name of {node.name} with find_ (may be None), get_ (raises), "
                    "list_, count_, sum_, is_, has_ or may_"
                )


def only_reads(house: House) -> Iterator[str]:
    """Queries read."""
    for module in (m for m in house.modules if m.room in READING and m.room != "models"):
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            name = call_name(node)
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            is_session = isinstance(owner, ast.Attribute) and owner.attr == "session"
            if (is_session and name in ("add", "add_all", "delete", "flush", "merge")) or (
                isinstance(node.func, ast.Name) and name in ("insert", "delete")
            ):
                yield f"{module.at(node.lineno)}: a query calls {name}(): move the change to services"


def statements(house: House) -> Iterator[str]:
    """SQL is never put together from pieces of text."""
    for module in house.modules:
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            if call_name(node) in RAW and node.args and _is_assembled(node.args[0], module):
                yield f"{module.at(node.lineno)}: SQL put together from text: use select(), or text() with bound values"


def _is_assembled(value: ast.expr, module: Module) -> bool:
    if isinstance(value, ast.JoinedStr):
        return True
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.Mod | ast.Add)
    return isinstance(value, ast.Call) and call_name(value) in ("format", "join", "replace")


def templates(house: House) -> Iterator[str]:
    """Nothing inline, nothing from outside, nothing unescaped; every page has a layout."""
    for path, text in house.templates.items():
        for pattern, what in INLINE:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: {what}, which the content policy or escaping forbids: see docs/pages.md"
        parts = path.split("/")
        is_page = parts[2] not in ("layouts", "macros") and not parts[-1].startswith("_")
        if is_page and path.endswith(".html") and "{% extends" not in text:
            yield f"{path}: a page without a layout: extend one of layouts/, or begin the name of a part with _"


def left_behind(house: House) -> Iterator[str]:
    """No notes to self in what runs, and no path of somebody's machine anywhere."""
    for path, text in house.files.items():
        if path.startswith("tests/shape/"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if path.startswith(("app/", "tools/")) and LEFT_BEHIND.search(line):
                yield f"{path}:{number}: finish it or take it out: {line.strip()[:80]}"
            if MACHINE.search(line):
                yield f"{path}:{number}: a path of one machine: write it from the project's folder"


def clocks(house: House) -> Iterator[str]:
    """Only the shared clock knows what time it is."""
    for module in house.modules:
        if module.path == "app/shared/clock.py":
            continue
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            target = node.func
            if not isinstance(target, ast.Attribute) or target.attr not in ("now", "today", "utcnow"):
                continue
            if isinstance(target.value, ast.Name) and target.value.id in ("datetime", "date"):
                yield f"{module.at(node.lineno)}: asks the machine for the time: call app.shared.clock"
