"""Rules 1–4 and 6 of the house: who may import, write and commit what."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tests.shape.house import EDGES, ORDER, House, Import, Module, call_name

PURE = ("rules", "drafts")
"""Rooms of values: what they import and call is as pure as they are."""
PURE_SHARED = {"period", "lot", "money", "errors", "text", "nesting"}
IMPURE = {"open", "now", "today", "utcnow", "print", "getenv"}
IMPURE_LIBRARY = {
    "os",
    "time",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "threading",
    "logging",
    "sqlite3",
}
FRAMEWORKS = {
    "flask": {"web", "cli"},
    "flask_login": {"web"},
    "flask_wtf": {"web"},
    "flask_limiter": {"web"},
    "flask_babel": {"messages", "web", "cli"},
    "flask_migrate": {"web", "cli"},
    "wtforms": {"web"},
    "openpyxl": {"excel"},
    "python_calamine": {"excel"},
    "reportlab": {"pdf"},
}
"""Library → the only rooms that import it, besides the wiring directly under app/ (direction 3)."""
READING = (
    *(
        "models",
        "queries",
        "lookups",
        "totals",
        "check",
        "supplement_gains",
        "archive",
        "dossier",
        "own_data",
    ),
)
"""Rooms that may join other subjects' tables; that they only read is `manners.only_reads`."""
WRITES = {"insert", "update", "delete"}


def order(house: House) -> Iterator[str]:
    """1: a subject imports only what stands to its left."""
    for module in house.modules:
        if not module.subject:
            continue  # the files directly under app/ wire the others together
        for found in module.imports:
            other = _subject(found)
            if other and other != module.subject and not _may_import(module.subject, other):
                yield (
                    f"{module.at(found.line)}: imports {other}, which is not to its left: move the line that needs it "
                    "into the subject further right, or register there what this one asks"
                )


def _subject(found: Import) -> str:
    """The subject an import reaches into, "" for libraries and the shared wiring."""
    if found.top != "app" or found.level:
        return ""
    return found.parts[1] if found.parts[1] not in ("extensions", "tables") else ""


def _may_import(subject: str, other: str) -> bool:
    if subject in EDGES:
        return other in ORDER or (other == "messages" and subject != "messages")
    return subject in ORDER and other in ORDER[: ORDER.index(subject)]


def known(house: House) -> Iterator[str]:
    """1: every folder under app has its place in the order."""
    for subject in {m.subject for m in house.modules} - {"", *ORDER, *EDGES}:
        yield (
            f"app/{subject} has no place in the order of subjects: add it to ORDER in tests/shape/house.py and, with a "
            "row of its own, to docs/architecture.md"
        )


def empty_places(house: House) -> Iterator[str]:
    """1: every place in the order is a folder that exists."""
    for subject in [*ORDER, *EDGES]:
        if not any(module.subject == subject for module in house.modules):
            yield f"app/{subject} is no folder: take it out of ORDER in tests/shape/house.py and docs/architecture.md"


def purity(house: House) -> Iterator[str]:
    """2: rules take values and give values."""
    for module in (m for m in house.modules if m.room in PURE):
        for found in module.imports:
            if not _is_pure(module, found):
                yield (
                    f"{module.at(found.line)}: rules import {found.module} {found.name}: pass its values in, or move "
                    "the function to services or queries"
                )
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            if call_name(node) in IMPURE:
                yield f"{module.at(node.lineno)}: rules call {call_name(node)}(): take its result as an argument"


def _is_pure(module: Module, found: Import) -> bool:
    if found.top != "app":
        return found.top in sys.stdlib_module_names and found.top not in IMPURE_LIBRARY
    parts = found.parts
    if parts[1] == "shared":
        return len(parts) > 2 and parts[2] in PURE_SHARED
    return len(parts) > 2 and parts[2] in (*PURE, "errors")


def frameworks(house: House) -> Iterator[str]:
    """3: Flask stays at the edges, WTForms in web, openpyxl in excel, reportlab in pdf."""
    for module in house.modules:
        if not module.subject:
            continue  # the files directly under app/ wire the others together
        for found in module.imports:
            if found.top in FRAMEWORKS and module.subject not in FRAMEWORKS[found.top]:
                rooms = " and ".join(f"app/{room}" for room in sorted(FRAMEWORKS[found.top]))
                yield f"{module.at(found.line)}: imports {found.top}, which only {rooms} may: call a function there"


def writes_across(house: House) -> Iterator[str]:
    """4: only the owner of a table makes, changes or removes its rows."""
    for module in house.modules:
        foreign = _foreign_tables(module)
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            made = node.func.id if isinstance(node.func, ast.Name) else ""
            if made in foreign:
                yield f"{module.at(node.lineno)}: makes a {made}: call a verb of {_owner(foreign[made])} instead"
            if call_name(node) in WRITES and node.args and isinstance(node.args[0], ast.Name):
                changed = node.args[0].id
                if changed in foreign:
                    yield (
                        f"{module.at(node.lineno)}: {call_name(node)}s {changed}: call a verb of "
                        f"{_owner(foreign[changed])} instead"
                    )


def reads_across(house: House) -> Iterator[str]:
    """4: another's tables are read in its queries or joined in one's own; naming a row's type is free."""
    for module in house.modules:
        if module.subject in ("", "demo", "shared") or module.room in READING:
            continue
        foreign = _foreign_tables(module)
        lines = {node.id: node.lineno for node in _used_names(module) if node.id in foreign}
        for name, line in lines.items():
            yield (
                f"{module.at(line)}: uses {name}, a table of {foreign[name]}: call a read of "
                f"app/{foreign[name]}/queries, or join it in queries of your own"
            )


def _owner(subject: str) -> str:
    return f"app/{subject}/services"


def _foreign_tables(module: Module) -> dict[str, str]:
    """Names this module imports from the models of others → whose they are."""
    return {
        found.name or found.module: found.parts[1]
        for found in module.imports
        if found.top == "app" and "models" in found.parts[2:] and found.parts[1] != module.subject
    }


def _used_names(module: Module) -> Iterator[ast.Name]:
    """Names that are used for more than saying a type."""
    said = set()
    for node in ast.walk(module.tree):
        for place in ("annotation", "returns"):
            annotation = getattr(node, place, None)
            if annotation is not None:
                said |= {id(part) for part in ast.walk(annotation)}
    return (node for node in module.nodes(ast.Name) if id(node) not in said)  # type: ignore[misc]


EDGES_OF_THEIR_OWN = ("app/audit/sealing.py", "app/jobs/worker.py", "app/reports/statement_files.py")
"""Seals what was committed, in a transaction of its own right after (decisions, how); runs long work beside pages; is
such work, which stores a few files at a time so that no till waits for all."""


def commits(house: House) -> Iterator[str]:
    """6: the edge commits, once; subjects flush."""
    for module in house.modules:
        if module.subject in (*EDGES, "shared", "demo", "") or module.path in EDGES_OF_THEIR_OWN:
            continue
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            if call_name(node) == "commit":
                yield f"{module.at(node.lineno)}: flush here; the view or command that called commits"


def reading_routes(house: House) -> Iterator[str]:
    """6: GET never commits and never opens a writing transaction."""
    for module in house.modules:
        for view in module.nodes(ast.FunctionDef):
            assert isinstance(view, ast.FunctionDef)
            if _route_names(view) != {"get"}:
                continue
            for node in ast.walk(view):
                if isinstance(node, ast.Call) and call_name(node) in ("commit", "begin_writing"):
                    yield f"{module.at(node.lineno)}: a GET calls {call_name(node)}(): make it a POST"


def error_names(house: House) -> Iterator[str]:
    """10: an error's name stands for one error in the whole house."""
    owners: dict[str, str] = {}
    for module in house.modules:
        if module.room != "errors":
            continue
        for node in module.nodes(ast.ClassDef):
            assert isinstance(node, ast.ClassDef)
            if node.name in owners:
                yield (
                    f"{module.at(node.lineno)}: {node.name} is an error in {owners[node.name]}, too: name it after its "
                    "subject"
                )
            owners[node.name] = module.path


ROUTES = {"route", "get", "post", "put", "patch", "delete"}
"""Decorators that make a function a view: `@blueprint.get(…)`."""
NO_WORK_OF_A_VIEW = {"sum", "select", "insert", "update", "delete"}
"""What a subject's rules, queries and services call in its place."""


def views(house: House) -> Iterator[str]:
    """5: a view is form, one service or query, answer: no statement, no session, no sum, no arithmetic on money.

    It holds for each function that carries a route, and for everything else in its file.
    """
    for module in house.modules:
        if not any(_route_names(node) for node in module.nodes(ast.FunctionDef)):
            continue
        for found in module.imports:
            if found.top == "sqlalchemy" or found.parts[-2:] == ["extensions", "db"]:
                yield (
                    f"{module.at(found.line)}: a view imports {found.module} {found.name}: put the read into a "
                    "subject's queries, the change into its services"
                )
        for node in module.nodes(ast.Call, ast.Attribute, ast.BinOp, ast.AugAssign):
            fault = _fault_of_view(node)
            if fault:
                yield f"{module.at(getattr(node, 'lineno', 0))}: a view {fault}: let a subject's query or rule do it"


def _route_names(function: ast.AST) -> set[str]:
    """The route decorators of a function: `get`, `post` …; empty for what is no view."""
    assert isinstance(function, ast.FunctionDef)
    calls = (one.func for one in function.decorator_list if isinstance(one, ast.Call))
    return {one.attr for one in calls if isinstance(one, ast.Attribute)} & ROUTES


def _fault_of_view(node: ast.AST) -> str:
    """What is wrong with this piece of a view, "" when nothing is."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NO_WORK_OF_A_VIEW:
        return f"calls {node.func.id}()"
    if isinstance(node, ast.Attribute) and node.attr == "session" and ast.unparse(node.value).endswith("db"):
        return "uses the session"
    calculated = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ARITHMETIC)
    return "calculates with money" if calculated and _is_money(node) else ""


ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv)
MONEY = ("amount", "minimum", "price", "bought", "shortfall", "rupiah", "cash", "change")


def _is_money(node: ast.AST) -> bool:
    for side in ast.walk(node):
        name = side.attr if isinstance(side, ast.Attribute) else side.id if isinstance(side, ast.Name) else ""
        if any(word in MONEY for word in name.split("_")):
            return True
    return False
