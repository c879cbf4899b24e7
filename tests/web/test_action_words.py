"""No code of the trail is shown to people: every act recorded anywhere in the program has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.imports.registry import list_kinds as list_imports
from app.jobs.registry import list_kinds as list_jobs
from app.messages.audit import ACTION_WORDS
from app.registered_parts import load_parts

APP = Path(__file__).parents[2] / "app"


def texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
        return
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def recorded(source: str) -> set[str]:
    """The acts a module can record: literals of an action's form, and for `f"room.{verb}_thing"` each verb that
    its own `_record(…)` is called with."""
    tree = ast.parse(source)
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    found = {text for text in texts(tree) if re.fullmatch(rf"({'|'.join(ROOMS)})\.[a-z_]+", text)}
    verbs = {
        text
        for call in calls
        if call.func.id == "_record" and call.args
        for text in texts(call.args[0])  # type: ignore[attr-defined]
    }
    for call in calls:
        if call.func.id == "record_event" and isinstance(call.args[0], ast.JoinedStr):  # type: ignore[attr-defined]
            parts = [part.value if isinstance(part, ast.Constant) else None for part in call.args[0].values]
            assert verbs, "an act is put together from parts nobody can list"
            found |= {"".join(verb if part is None else str(part) for part in parts) for verb in verbs}
    return found


ROOMS = sorted({action.partition(".")[0] for action in ACTION_WORDS})
BY_REGISTRY = {APP / "imports" / "services.py", APP / "jobs" / "services.py"}
"""Record what the kinds of imports and of long work name; the registries list them."""
PAGES = APP / "web"
"""Records nothing itself; its endpoints look like acts (`umkm.show_home`)."""
SOURCES = sorted(
    path for path in APP.rglob("*.py") if path not in BY_REGISTRY and not path.is_relative_to(PAGES)
)


@pytest.fixture(scope="module")
def acts() -> set[str]:
    load_parts()
    found = {f"{kind.room}.export_rejects" for kind in list_imports()}
    found.update(*(kind.actions for kind in list_jobs()))
    return found.union(*(recorded(path.read_text(encoding="utf-8")) for path in SOURCES))


def test_every_act_has_words(acts: set[str]) -> None:
    assert len(acts) > 70
    silent = sorted(acts - ACTION_WORDS.keys())
    assert not silent, f"give each its words in app/messages/audit.py: {silent}"


def test_no_words_are_kept_for_an_act_nobody_can_do(acts: set[str]) -> None:
    idle = sorted(ACTION_WORDS.keys() - acts)
    assert not idle, f"nobody records these: take them out of app/messages/audit.py: {idle}"


def test_every_room_that_records_is_looked_at() -> None:
    rooms = set()
    for path in SOURCES:
        for action in re.findall(r"record_event\(\s*f?\"([a-z]+)\.", path.read_text(encoding="utf-8")):
            rooms.add(action)
    unknown = rooms - set(ROOMS)
    assert not unknown, f"the first act of a room: give it words in app/messages/audit.py: {unknown}"


def test_an_act_put_together_from_parts_is_found() -> None:
    source = (
        'def go():\n    _record("open")\ndef _record(verb):\n    record_event(f"disputes.{verb}", actor=1)\n'
    )
    assert recorded(source) == {"disputes.open"}
