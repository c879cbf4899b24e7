"""Rules for uploaded pictures: format by the first bytes, size in pixels. Pure."""

MOST_BYTES = 8_000_000
"""Bytes of a file that is looked at; a phone's picture of 12 megapixels has three to six million."""
MOST_POINTS = {"JPEG": 25_000_000, "PNG": 16_000_000, "WEBP": 8_000_000}
"""Points that are unpacked, as far as 150 MB of memory go. A file's head says how many before anything is."""
LEAST_SIDE = 80
MOST_SCANS = 64
"""Passes of a progressive JPEG. Each costs a walk over all points; honest ones have about ten."""
FULL_SIDE, MEDIUM_SIDE, SMALL_SIDE = 1600, 800, 360
SMALL_BYTES, MEDIUM_BYTES = 15_000, 120_000
MOST_PHOTOS = 6
"""Photos of one product."""
MAX_ALT = 150
VARIANTS = {"full": "", "medium": "-sedang", "small": "-kecil"}
"""The pictures made of one that was sent, each with what its file's name says after the hash."""
KINDS = {"full": ".jpg", "medium": ".webp", "small": ".webp"}

_JPEG_SCAN = b"\xff\xda"
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_FORMATS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))


def find_refusal(data: bytes) -> str | None:
    """The reason to refuse a file before decoding it; None for a JPEG, PNG or WebP within the limits."""
    if not data:
        return "empty"
    if len(data) > MOST_BYTES:
        return "bytes"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "heic"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "drawing"
    kind = find_format(data)
    if kind is None:
        return "other"
    if kind == "JPEG" and data.count(_JPEG_SCAN) > MOST_SCANS:
        return "points"
    return None


def find_format(data: bytes) -> str | None:
    """JPEG, PNG or WEBP by the first bytes, not by the file's name; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((name for start, name in _FORMATS if data.startswith(start)), None)


def find_size_refusal(kind: str | None, width: int, height: int) -> str | None:
    """The reason not to decode a picture of this format and size; None if it is within the limits."""
    if width * height > MOST_POINTS[kind or "WEBP"]:
        return "points"
    return "small" if min(width, height) < LEAST_SIDE else None
