"""Pictures as people send them, and those that mean harm."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (900, 600), colour: str = "#c8642b", **extra: Any
) -> bytes:
    """A plain picture."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **extra)
    return target.getvalue()


def noisy(kind: str = "JPEG", size: tuple[int, int] = (1400, 1400)) -> bytes:
    """The hardest picture there is to make small."""
    target = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(target, kind)
    return target.getvalue()


def lying_on_its_side() -> bytes:
    """Red on the left, blue on the right as stored; a phone says to turn it, and where it was taken."""
    points = Image.new("RGB", (400, 200), "#ff0000")
    points.paste("#0000ff", (200, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "RAHASIA"
    exif.get_ifd(0x8825)[1] = "S"
    target = BytesIO()
    points.save(target, "JPEG", exif=exif, comment=b"RAHASIA")
    return target.getvalue()


def with_words() -> bytes:
    """A PNG with words in it, and a page behind its end."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "RAHASIA")
    return picture("PNG", pnginfo=words) + b"<script>RAHASIA</script>"


def huge_head(side: int = 50_000) -> bytes:
    """A PNG of a few bytes that says it has so many points a side."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def many_scans() -> bytes:
    """A JPEG that asks to be walked over two hundred times."""
    whole = picture()
    return whole[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 200 + whole[-2:]


HOSTILE = {
    "empty": (b"", "empty"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(400), "heic"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "drawing"),
    "svg after blanks": (b"\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "drawing"),
    "pdf called jpg": (b"%PDF-1.7 " + bytes(400), "other"),
    "gif": (b"GIF89a" + bytes(400), "other"),
    "text": (b"bukan foto", "other"),
    "only a beginning": (b"\xff\xd8\xff\xe0", "damaged"),
    "truncated jpeg": (picture()[:2_000], "damaged"),
    "truncated png": (noisy("PNG", (300, 300))[:9_000], "damaged"),
    "bomb": (huge_head(), "points"),
    "bomb that the library only warns of": (huge_head(10_000), "points"),
    "40 megapixels": (picture("JPEG", (8000, 5000), quality=20, optimize=True), "points"),
    "many scans": (many_scans(), "points"),
    "one point": (picture("PNG", (1, 1)), "small"),
    "too many bytes": (picture() + bytes(8_000_000), "bytes"),
}
"""What → (bytes, the reason it is refused for)."""
