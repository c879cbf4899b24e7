"""Hostile files are refused with a reason, quickly, in little memory, and without taking the server along."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.excel.errors import UnusableFile
from app.excel.zip_parts import checked_chunks
from tests.excel.corpus import BUILDERS

MOST_SECONDS = 5.0
MOST_EXTRA_MIB = 150.0
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("corpus")
    for name, (build, _expected) in BUILDERS.items():
        (folder / name).write_bytes(build())
    command = [sys.executable, "-m", "tests.excel.judge", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line for line in lines}


def test_the_corpus_is_large_enough() -> None:
    assert sum(isinstance(expected, str) for _build, expected in BUILDERS.values()) >= 30


@pytest.mark.parametrize("name", BUILDERS)
def test_each_file_gets_its_verdict(verdicts: dict[str, dict], name: str) -> None:
    assert name in verdicts, "the reader died on this file or the one before it"
    assert verdicts[name]["outcome"] == BUILDERS[name][1]


@pytest.mark.parametrize("name", BUILDERS)
def test_each_file_is_judged_within_bounds(verdicts: dict[str, dict], name: str) -> None:
    assert verdicts[name]["seconds"] < MOST_SECONDS
    assert verdicts[name]["extra_mib"] < MOST_EXTRA_MIB


def test_a_member_longer_than_announced_is_refused_even_with_a_checksum_that_fits() -> None:
    """zipfile alone stops at the announced size and is content; the fast reader would unpack the rest."""
    build, _expected = BUILDERS["lying_size_true_checksum.xlsx"]
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        assert len(archive.read(info)) == info.file_size
        with pytest.raises((UnusableFile, zipfile.BadZipFile)):
            list(checked_chunks(archive, info))
