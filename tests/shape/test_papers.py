"""What lies beside the code: vendored files, locked lists, the papers a newcomer reads."""

import ast
import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.shape.house import ROOT

VENDORS = [
    path
    for path in (ROOT / "app/static/vendor", ROOT / "app/pdf/vendor", ROOT / "tests/vendor")
    if path.exists()
]
LOCKS = ("requirements", "requirements-dev", "requirements-https", "requirements-gunicorn")


def wrong_sums(folder: Path) -> list[str]:
    """Files whose sha256 is not the noted one, files nobody noted, and notes that lack a field."""
    noted: dict[str, str] = {}
    wrong = []
    for entry in json.loads((folder / "VENDOR.json").read_text(encoding="utf-8")):
        wrong += [
            f"{entry.get('name')}: no {field}"
            for field in ("name", "version", "licence")
            if not entry.get(field)
        ]
        noted |= entry["files"]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"VENDOR.json"}
    wrong += [f"{name}: noted, but not there" for name in noted.keys() - there]
    wrong += [f"{name}: there, but not noted" for name in there - noted.keys()]
    for name in there & noted.keys():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != noted[name]:
            wrong.append(f"{name}: its sha256 differs")
    return sorted(wrong)


@pytest.mark.parametrize("folder", VENDORS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_vendored_files_are_what_they_were(folder: Path) -> None:
    assert wrong_sums(folder) == []


def test_a_changed_a_missing_and_a_foreign_file_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("changed")
    (tmp_path / "foreign.js").write_text("x")
    entry = {"name": "a", "version": "1", "licence": "MIT", "files": {"a.js": "0" * 64, "gone.js": "0" * 64}}
    (tmp_path / "VENDOR.json").write_text(json.dumps([entry]))
    assert len(wrong_sums(tmp_path)) == 3


def unpinned(text: str) -> list[str]:
    """Requirements that are not one exact version with its hashes, and lines that name a registry."""
    joined = text.replace("\\\n", " ")
    lines = [
        line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#")
    ]
    return [
        line[:60]
        for line in lines
        if not re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+ ", line)
        or "--hash=sha256:" not in line
        or "://" in line
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed_and_names_no_registry(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    assert unpinned(text) == []
    assert "://" not in text


@pytest.mark.parametrize(
    "line", ["flask", "flask>=3 --hash=sha256:ab", "flask==3.1", "--index-url http://x/"]
)
def test_a_loose_requirement_is_noticed(line: str) -> None:
    assert unpinned(line)


def unpinned_modules(wishes: dict[str, str], locked: dict[str, dict[str, object]]) -> list[str]:
    """Wishes that are not one exact version, locked packages without their hash or with an address."""
    loose = [name for name, version in wishes.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)]
    loose += [name for name in wishes if f"node_modules/{name}" not in locked]
    return loose + [
        path
        for path, package in locked.items()
        if path and (not str(package.get("integrity", "")).startswith("sha512-") or "resolved" in package)
    ]


def test_every_javascript_package_is_pinned_and_hashed_and_names_no_registry() -> None:
    wishes = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert "dependencies" not in wishes, "nothing from npm is served: see app/static/vendor"
    assert unpinned_modules(wishes["devDependencies"], locked["packages"]) == []


@pytest.mark.parametrize(
    ("version", "package"),
    [
        ("^1.0.0", {"integrity": "sha512-a"}),
        ("1.0.0", {}),
        ("1.0.0", {"integrity": "sha1-a"}),
        ("1.0.0", {"integrity": "sha512-a", "resolved": "https://registry.test/a.tgz"}),
    ],
)
def test_a_loose_javascript_package_is_noticed(version: str, package: dict[str, object]) -> None:
    assert unpinned_modules({"a": version}, {"node_modules/a": package}) == (
        ["a"] if version[0] == "^" else ["node_modules/a"]
    )
    assert unpinned_modules({"b": "1.0.0"}, {}) == ["b"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_wish_is_in_its_lock(name: str) -> None:
    wishes = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    locked = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    wanted = [re.split(r"[\[=<>;~ ]", line)[0] for line in wishes if line and line[0] not in "#-"]
    assert [
        wish for wish in wanted if not re.search(rf"^{re.escape(wish)}(\[|==)", locked, re.MULTILINE)
    ] == []


def test_commands_name_no_address_but_this_machine() -> None:
    files = [ROOT / "Makefile", ROOT / ".ci/run", ROOT / "pyproject.toml", *(ROOT / "tools").rglob("*.py")]
    named = [
        line
        for file in files
        for line in re.findall(r"https?://[^\s\"')]+", file.read_text(encoding="utf-8"))
    ]
    filled_in_later = re.compile(r"https?://[:{…]")  # a host this machine learns of itself
    named = [address for address in named if not filled_in_later.match(address)]
    assert [address for address in named if not address.startswith("http://127.0.0.1")] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "migrations/HEAD", "make.bat", ".ci/run", "docs/performance.md"]
)
def test_the_papers_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


PAPERS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PATH = re.compile(
    r"(?:app|tests|docs|migrations|tools|deploy)(?:/[\w.<>*-]+)*/?|[\w-]+(?:/[\w-]+)*\.(?:py|md|html|css|js)"
)


MADE_LATER = {"deploy/jiku-bata.env"}
"""What a reader is told to make."""


def missing_paths(paper: Path) -> list[str]:
    """Links, and paths written as `code`, that lead nowhere. A path may begin in app, or be a file's name alone; one
    with a place to fill in (`<subject>`, `*`) has to fit at least one file."""
    text = paper.read_text(encoding="utf-8")
    links = [one for one in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in one]
    gone = [one for one in links if not (paper.parent / one).exists()]
    words = {word.rstrip(".,:;") for code in re.findall(r"`([^`\n]+)`", text) for word in code.split()}
    for word in sorted(one for one in words - MADE_LATER if PATH.fullmatch(one)):
        pattern = re.sub(r"<[^>]*>", "*", word.rstrip("/"))
        tops = (ROOT, ROOT / "app", ROOT / "tests", ROOT / "docs/adr", paper.parent)
        if not any(next(top.glob(pattern), None) for top in tops) and not in_some_folder(pattern):
            gone.append(word)
    return gone


def in_some_folder(pattern: str) -> bool:
    """Whether a file of app or tests ends with this path, as `rules.py` or `intake/sync.py` does."""
    return any(next((ROOT / top).rglob(pattern), None) for top in ("app", "tests", "tools", "migrations"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_and_link_of_a_paper_is_there(paper: Path) -> None:
    assert not missing_paths(paper), f"{paper.name} names what is not there"


def test_a_path_that_is_gone_is_noticed(tmp_path: Path) -> None:
    paper = tmp_path / "x.md"
    paper.write_text(
        "`app/sales/gone.py` `gone.py` [x](gone.md) `app/<subject>/rules.py` `tests/sales` `sync.py`"
    )
    assert missing_paths(paper) == ["gone.md", "app/sales/gone.py", "gone.py"]


def test_the_index_of_records_names_each_with_its_title() -> None:
    records = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    titles = [one.read_text(encoding="utf-8").partition("\n")[0] for one in records]
    assert all(
        title.startswith(f"# {int(one.name[:4])}. ") for one, title in zip(records, titles, strict=True)
    )
    lines = [
        f"| [{one.name[:4]}]({one.name}) | {title.partition('. ')[2]} |"
        for one, title in zip(records, titles, strict=True)
    ]
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8").splitlines()
    listed = [line for line in index if line.startswith("| [")]
    assert listed == lines, "give each record its line, number and title, in docs/adr/README.md"


def cited(text: str, part: str) -> set[int]:
    """The numbers in `(decisions 13, 14)` or `(makers 17)`."""
    lists = re.findall(rf"\b{part} ((?:\d+(?:–\d+)?(?:, | and )?)+)", text)
    return {int(number) for one in lists for number in re.findall(r"\d+", one)}


@pytest.mark.parametrize(("part", "heading"), [("decisions", "## Decisions"), ("makers", "## Makers")])
def test_every_numbered_rule_a_docstring_names_is_written_down(part: str, heading: str) -> None:
    text = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").partition(f"{heading}\n")[2]
    numbers = {int(one) for one in re.findall(r"^(\d+)\. ", re.split(r"^## ", text, flags=re.M)[0], re.M)}
    assert numbers == set(range(1, max(numbers) + 1))
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    named = set().union(*(cited(one, part) for one in code if f"({part} " in one))
    assert len(named) > 5 and named <= numbers, f"docs/decisions.md lacks {sorted(named - numbers)}"


def named_variables() -> set[str]:
    """Environment variables the settings read: `env.get("X")`, `_read_number(env, "X", …)`."""
    tree = ast.parse((ROOT / "config.py").read_text(encoding="utf-8"))
    words = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {word for word in words if re.fullmatch(r"[A-Z][A-Z_]{3,}", word)} & _read_from_environment(tree)


def _read_from_environment(tree: ast.Module) -> set[str]:
    read = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        target = call.func
        of_env = isinstance(target, ast.Attribute) and target.attr == "get"
        with_env = any(isinstance(word, ast.Name) and word.id == "env" for word in call.args)
        if of_env or with_env:
            read |= {word.value for word in call.args if isinstance(word, ast.Constant)}
    return read


def test_every_environment_variable_is_documented() -> None:
    papers = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"))
    )
    assert len(named_variables()) >= 10
    assert sorted(name for name in named_variables() if f"`{name}" not in papers) == []
