"""Checks an uploaded file before any spreadsheet library reads it, and refuses hostile or unsupported files.

The order matters: first the first bytes, then only the zip directory (nothing is unpacked), then the small parts,
unpacked with a byte limit. `scan` checks the sheets themselves before they are read.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path, PurePosixPath

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.zip_parts import Refusing, checked_chunks

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAIL = 65_557  # longest end record: 22 bytes and a comment of 64 kB
_EXCEL_NAMES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx"})


def inspect_upload(path: str | Path, name: str | None = None) -> str:
    """The file's format: "xlsx" or "csv". Raises UnusableFile for any other or hostile file.

    ``name``: the uploaded file's name (default: the path's); it only decides whether a text file has the name of a
    workbook. Limits: decisions, end.
    """
    path = Path(path)
    size = path.stat().st_size
    if size == 0:
        raise UnusableFile("empty")
    if size > limits.MAX_UNPACKED:
        raise UnusableFile("too_large", limit=limits.MAX_UNPACKED, unit="bytes")
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(ZIP_START):
        _ensure_sound_workbook(path, size)
        return "xlsx"
    if start.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise UnusableFile("no_sheet")
    if start.startswith(OLE_START):
        _refuse_compound(path)
    _ensure_plain_text(start, Path(name or path.name).suffix.lower())
    return "csv"


def _refuse_compound(path: Path) -> None:
    """Refuse an OLE container, which is either an old .xls or a workbook with a password."""
    encrypted = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
    raise UnusableFile("encrypted" if encrypted else "binary_xls")


def _ensure_plain_text(start: bytes, suffix: str) -> None:
    stripped = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if stripped.startswith(
        (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<meta", b"mime-version")
    ):
        raise UnusableFile("html_disguised")
    if start.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
    ):
        raise UnusableFile("not_excel")
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in start and not wide:
        raise UnusableFile("not_excel" if suffix in _EXCEL_NAMES else "bad_encoding")
    if suffix in _EXCEL_NAMES:
        raise UnusableFile("csv_renamed")


def _ensure_sound_workbook(path: Path, size: int) -> None:
    _ensure_honest_directory(path, size)
    with Refusing(), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _ensure_member_limits(members)
        _ensure_member_names(members)
        _ensure_is_workbook(archive)
        for info in members:
            if _is_small_part(info.filename):
                for _chunk in checked_chunks(archive, info):
                    pass  # reading runs the checks


def _ensure_honest_directory(path: Path, size: int) -> None:
    """Check the end record only: the announced number of members and the position of the directory.

    zipfile builds an object per member before they can be counted, and another zip reader may use another end record if
    there are two, so both are checked here.
    """
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise UnusableFile("truncated")
    if tail.count(b"PK\x05\x06") != 1:
        raise UnusableFile("damaged", part="zip")
    _sign, disk, start_disk, here, total, length, _offset, comment = struct.unpack(
        "<4s4H2LH", tail[at : at + 22]
    )
    if total > limits.MAX_MEMBERS or length > limits.MAX_DIRECTORY:
        raise UnusableFile("too_many_members", limit=limits.MAX_MEMBERS)
    if disk or start_disk or here != total or comment or len(tail) - at != 22:
        raise UnusableFile("damaged", part="zip")


def _ensure_member_limits(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MAX_MEMBERS:
        raise UnusableFile("too_many_members", limit=limits.MAX_MEMBERS)
    if any(info.flag_bits & 0x41 for info in members):
        raise UnusableFile("encrypted")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in members):
        raise UnusableFile("damaged", part="zip")
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if unpacked > limits.MAX_UNPACKED or unpacked > limits.MAX_RATIO * max(packed, 1):
        raise UnusableFile("bomb", limit=limits.MAX_UNPACKED, unpacked=unpacked)


def _ensure_member_names(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in members:
        name = info.filename
        parts = PurePosixPath(name).parts
        if name.startswith("/") or "\\" in info.orig_filename or "\0" in info.orig_filename or ".." in parts:
            raise UnusableFile("bad_member_name")
        folded = name.casefold()
        if folded in seen:
            raise UnusableFile("duplicate_members")
        seen.add(folded)


def _ensure_is_workbook(archive: zipfile.ZipFile) -> None:
    names = {name.casefold() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnusableFile("macro")
    if "xl/workbook.bin" in names:
        raise UnusableFile("binary_xls")
    if "xl/workbook.xml" not in archive.namelist() or "[Content_Types].xml" not in archive.namelist():
        raise UnusableFile("not_excel")
    types = b"".join(checked_chunks(archive, archive.getinfo("[Content_Types].xml"), limits.MAX_SMALL_PART))
    if b"macroenabled" in types.lower():
        raise UnusableFile("macro")
    if not any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names):
        raise UnusableFile("no_sheet")


def _is_small_part(name: str) -> bool:
    """Whether this is XML that is unpacked here; worksheets are unpacked and checked when they are read."""
    folded = name.casefold()
    return folded.endswith((".xml", ".rels")) and not folded.startswith("xl/worksheets/sheet")
