"""The pictures beside the copies of the database: one folder for all copies, each picture once.

A file's name is the hash of its content, so what lies there is never written again. Its time says when a copy last
named it: a picture goes when no stored copy is that old any more.
"""

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from app.photos.files import file_name, find_folder, is_sound, list_files
from app.photos.rules import VARIANTS

FOLDER = "photos"


def copy_photos(folder: Path, digests: Collection[str]) -> None:
    """Copy the pictures that do not lie beside the copies yet; each gets today's time. OSError.

    One that is missing in the running instance is left out: the check names it.
    """
    for digest in digests:
        for variant in VARIANTS:
            name = file_name(digest, variant)
            target, source = folder / FOLDER / name, find_folder() / name
            if target.is_file():
                os.utime(target)
            elif source.is_file():
                _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    part.replace(target)


def list_unsound(folder: Path, digests: Collection[str]) -> list[str]:
    """Those of the pictures that do not lie beside the copies as their names say."""
    return [digest for digest in digests if not is_sound(folder / FOLDER, digest)]


def prune_photos(folder: Path, oldest: Path) -> int:
    """Remove the pictures that no copy since the oldest one stored has named; how many files."""
    limit, removed = oldest.stat().st_mtime, 0
    for _digest, path in list_files(folder / FOLDER):
        if path.stat().st_mtime < limit:
            path.unlink()
            removed += 1
    return removed
