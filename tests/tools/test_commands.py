"""The commands of a fresh machine: what is installed, and what a person reads when something is missing."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.shape.house import ROOT

TOOLS = ROOT / "tools"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/environment.py working on a folder of the test's own, whose installs are only noted."""
    spec = importlib.util.spec_from_file_location("environment", TOOLS / "environment.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("flask==1 --hash=sha256:aa")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    return module


@pytest.fixture
def installed(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    lists: list[list[str]] = []
    monkeypatch.setattr(environment, "ensure_venv", lambda: None)
    monkeypatch.setattr(environment, "_install", lambda paths: lists.append([path.name for path in paths]))
    return lists


def test_packages_are_installed_once(environment: ModuleType, installed: list[list[str]]) -> None:
    environment.ensure_packages("requirements.txt")
    environment.ensure_packages("requirements.txt")
    assert installed == [["requirements.txt"]]


def test_a_changed_list_is_installed_again(environment: ModuleType, installed: list[list[str]]) -> None:
    environment.ensure_packages("requirements.txt")
    (environment.ROOT / "requirements.txt").write_text("flask==2 --hash=sha256:bb")
    environment.ensure_packages("requirements.txt")
    assert len(installed) == 2


def test_an_install_that_failed_is_tried_again(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "ensure_venv", lambda: None)
    monkeypatch.setattr(environment, "PYTHON", Path("/bin/false"))
    monkeypatch.setenv("PATH", "")
    for _ in range(2):
        with pytest.raises(environment.Unusable, match="Paket gagal dipasang"):
            environment.ensure_packages("requirements.txt")


@pytest.fixture
def npm_calls(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What npm is asked for, by a Python that only notes it."""
    calls: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        calls.append(command[command.index("ci") :])
        environment.MODULES.mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, len(calls) == 1)

    monkeypatch.setattr(environment, "MODULES", environment.ROOT / "node_modules")
    monkeypatch.setattr(environment.subprocess, "run", run)
    (environment.ROOT / "package-lock.json").write_text("{}")
    return calls


def test_javascript_packages_are_installed_once_from_their_lock_and_run_nothing(
    environment: ModuleType, npm_calls: list[list[str]]
) -> None:
    with pytest.raises(environment.Unusable, match="Paket JavaScript gagal dipasang"):
        environment.ensure_modules()
    for _ in range(2):
        environment.ensure_modules()
    assert len(npm_calls) == 2, "a failed install is tried again, a good one is kept"
    assert all("--ignore-scripts" in call for call in npm_calls)
    (environment.ROOT / "package-lock.json").write_text('{"changed": 1}')
    environment.ensure_modules()
    assert len(npm_calls) == 3


def test_a_machine_without_venv_is_told_which_package_it_lacks(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(environment.Unusable, match=r"apt install python3\.\d+-venv"):
        environment.ensure_venv()


def test_another_python_makes_the_environment_anew(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bool] = []
    monkeypatch.setattr(environment.venv, "create", lambda *_, **how: made.append(how["clear"]))
    (environment.VENV / "bin/python").touch()
    for version, times in ((f"{sys.version_info[0]}.{sys.version_info[1]}.0", 0), ("3.8.1", 1)):
        (environment.VENV / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
        environment.ensure_venv()
        assert len(made) == times


def test_the_first_file_is_readable_by_a_python_that_is_too_old() -> None:
    ast.parse((TOOLS / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def dev(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOOLS / "dev.py"), *words],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_a_python_that_is_too_old_is_refused_in_one_sentence() -> None:
    program = f"import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path({str(TOOLS / 'dev.py')!r})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "3.11" in done.stderr


def test_help_names_every_verb_and_an_unknown_one_is_told() -> None:
    shown = dev("help")
    assert shown.returncode == 0
    verbs = "run test check bench faults lock translations".split()
    assert [verb for verb in verbs if f"make {verb}" not in shown.stdout] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(verb in makefile for verb in verbs)
    assert dev("nothing").returncode == 2


@pytest.fixture
def verbs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/verbs.py of a machine with two cores; what it would run is collected in `module.ran`."""
    monkeypatch.syspath_prepend(str(TOOLS))
    module = importlib.import_module("verbs")
    ran: list[list[str]] = []
    monkeypatch.setattr(module, "ran", ran, raising=False)
    monkeypatch.setattr(module, "ensure_packages", lambda *_lists: None)
    monkeypatch.setattr(module, "_python", lambda *words, **_environment: ran.append(list(words)) or 0)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    return module


WHOLE = ["-m", "pytest", "-n", "2", "--dist", "worksteal"]


def test_words_after_a_verb_reach_pytest_and_a_named_part_runs_in_one_process(verbs: ModuleType) -> None:
    verbs.main(["test", "--everything"])
    verbs.main(["test", "tests/sales", "-x"])
    assert verbs.ran == [[*WHOLE, "--everything"], ["-m", "pytest", "tests/sales", "-x"]]


def test_faults_run_the_long_forms_and_then_every_test_on_both_engines(verbs: ModuleType) -> None:
    verbs.main(["faults"])
    long_forms, everything = verbs.ran
    assert "--long" in long_forms and {"tests/races", "tests/faults"} <= set(long_forms)
    assert everything == [*WHOLE, "--everything"]
    verbs.ran.clear()
    verbs.main(["faults", "tests/races"])
    assert len(verbs.ran) == 1 and verbs.ran[0][-1] == "tests/races"
