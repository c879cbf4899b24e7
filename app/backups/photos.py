"""The pictures of backups: one folder for all copies of the database, each picture once.

A file's name is the hash of its content, so an existing file is never rewritten. Its time is that of the last copy that
needs it: a picture is removed when no stored copy is as old.
"""

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from app.photos.files import file_name, find_folder, is_sound, list_files
from app.photos.rules import VARIANTS

FOLDER = "photos"


def copy_photos(folder: Path, digests: Collection[str]) -> None:
    """Copy the pictures that the folder does not have yet; set the time of all to now. OSError.

    A picture that is missing in the running instance is skipped; the check reports it.
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
    """The pictures that are missing in the folder or whose content does not match their name."""
    return [digest for digest in digests if not is_sound(folder / FOLDER, digest)]


def prune_photos(folder: Path, oldest: Path) -> int:
    """Remove the pictures that no stored copy needs; returns the number of files."""
    limit, removed = oldest.stat().st_mtime, 0
    for _digest, path in list_files(folder / FOLDER):
        if path.stat().st_mtime < limit:
            path.unlink()
            removed += 1
    return removed
