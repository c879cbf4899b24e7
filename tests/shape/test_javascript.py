"""Every JavaScript file that is served is linted and type-checked, and none takes itself out of it."""

import json
import re
from pathlib import Path

import pytest

from tests.shape.house import ROOT

FRONT = ROOT / "app/static/js"
SILENCED = re.compile(r"@ts-(nocheck|ignore|expect-error)|oxlint-disable|eslint-disable|@type \{(any|\*)\}")


def config(name: str) -> dict[str, list[str]]:
    given: dict[str, list[str]] = json.loads((ROOT / name).read_text(encoding="utf-8"))
    return given


def unchecked(front: Path) -> list[str]:
    """Files that no configuration of the checker covers."""
    pages, worker = config("tsconfig.json"), config("tsconfig.worker.json")
    assert "app/static/js/**/*.js" in pages["include"]
    left_out = [path for path in pages["exclude"] if path.endswith(".js")]
    return [
        path.relative_to(front).as_posix()
        for path in front.rglob("*.js")
        if f"app/static/js/{path.relative_to(front).as_posix()}" in left_out
        and f"app/static/js/{path.relative_to(front).as_posix()}" not in worker["include"]
    ]


def silenced(text: str) -> list[str]:
    """Words that take a line or a file out of the checks."""
    return [found.group() for found in SILENCED.finditer(text)]


def test_every_served_file_is_type_checked() -> None:
    assert unchecked(FRONT) == []
    assert '"ignorePatterns": ["**/vendor/**"]' in (ROOT / ".oxlintrc.json").read_text(encoding="utf-8")


def test_no_served_file_takes_itself_out_of_the_checks() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FRONT.rglob("*.js")}
    assert len(texts) > 50
    assert {name: silenced(text) for name, text in texts.items() if silenced(text)} == {}


@pytest.mark.parametrize(
    "line",
    [
        "// @ts-nocheck",
        "// @ts-ignore",
        "// eslint-disable-next-line no-eval",
        "const page = /** @type {any} */ (document);",
    ],
)
def test_a_silenced_line_is_noticed(line: str) -> None:
    assert silenced(line)


def test_the_types_of_vendored_files_are_of_their_version() -> None:
    vendored = json.loads((ROOT / "app/static/vendor/VENDOR.json").read_text(encoding="utf-8"))
    wished = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    typed = [entry for entry in vendored if any(name.endswith(".d.ts") for name in entry["files"])]
    assert len(typed) >= 3
    assert {entry["name"]: entry["version"] for entry in typed} == {
        entry["name"]: wished.get(entry["name"]) for entry in typed
    }
