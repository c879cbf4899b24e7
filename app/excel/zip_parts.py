"""Reads one member of a zip in pieces, without trusting the zip's directory."""

from __future__ import annotations

import copy
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from xml.parsers.expat import ExpatError

from app.excel.errors import UnusableFile

CHUNK = 1 << 20
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_DECLARATION = 1024  # bytes; a longer <?xml …?> hides something


class Refusing:
    """Converts the errors of zip and XML readers for a broken file to UnusableFile."""

    def __enter__(self) -> Refusing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, UnusableFile):
            return
        if isinstance(error, EOFError):
            raise UnusableFile("truncated") from error
        broken = (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            ExpatError,
            KeyError,
            NotImplementedError,
            UnicodeError,
        )
        if isinstance(error, broken) or _is_foreign(error):
            raise UnusableFile("damaged", part="zip") from error


def _is_foreign(error: BaseException) -> bool:
    """Whether it is an error of the compiled reader or of defusedxml; a Rust panic is a BaseException."""
    origin = type(error).__module__ or ""
    return type(error).__name__ == "PanicException" or origin.startswith(
        ("python_calamine", "defusedxml", "xml.")
    )


def checked_chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int | None = None
) -> Iterator[bytes]:
    """The member's bytes in pieces of 1 MiB. UnusableFile if its size is not the announced one (zipfile would stop
    silently there, another reader would not) or above ``limit`` bytes, if it has a document type, or is not UTF-8.
    """
    if limit is not None and info.file_size > limit:
        raise UnusableFile("too_large", limit=limit, unit="bytes", part=info.filename)
    generous = copy.copy(info)
    generous.file_size = info.file_size + 1
    seen = 0
    before = b""
    with archive.open(generous) as stream:
        while chunk := stream.read(CHUNK):
            if not seen:
                _ensure_utf8(chunk)
            seen += len(chunk)
            if seen > info.file_size:
                raise UnusableFile("bomb", part=info.filename)
            _ensure_no_doctype(before, chunk)
            before = chunk[-16:]
            yield chunk
    if seen != info.file_size:
        raise UnusableFile("damaged", part=info.filename)


def _ensure_utf8(start: bytes) -> None:
    """Raise unless the XML is UTF-8 (the default): in UTF-16 the searched patterns would not be found."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:64]:
        raise UnusableFile("bad_encoding")
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:_DECLARATION]
    if head.startswith(b"<?xml") and b">" not in head:
        raise UnusableFile("bad_encoding")
    declared = _ENCODING.match(head)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise UnusableFile("bad_encoding")


def _ensure_no_doctype(before: bytes, chunk: bytes) -> None:
    # Searching the single "!" is ten times faster than the whole word, and most sheets have none.
    if b"!" in chunk or b"!" in before:
        both = before + chunk
        if b"<!DOCTYPE" in both or b"<!ENTITY" in both:
            raise UnusableFile("dtd")
