"""Re-encodes uploaded pictures: only the pixels are kept.

Texts, locations, profiles, thumbnails and data hidden in the file are dropped.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

from PIL import Image, ImageOps

from app.photos.errors import PhotoRefused, PhotosBusy
from app.photos.rules import (
    FULL_SIDE,
    MEDIUM_BYTES,
    MEDIUM_SIDE,
    SMALL_BYTES,
    SMALL_SIDE,
    find_format,
    find_refusal,
    find_size_refusal,
)

_ONE_AT_A_TIME = BoundedSemaphore(1)
"""Unpacking takes memory and a processor; the tills keep the other."""
LONGEST_WAIT = 20
"""Seconds after which a picture is refused rather than let wait on."""
_QUALITIES = (8, 18, 30, 42, 54, 66, 78)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in its sizes, as bytes by the names of `VARIANTS`; `sha256` is that of `full`."""

    sha256: str
    width: int
    height: int
    files: dict[str, bytes]


def encode_picture(data: bytes) -> Picture:
    """The picture in all sizes, upright, without metadata. PhotoRefused, PhotosBusy.

    A JPEG of 12 megapixels is decoded at a reduced size, in a tenth of a second.
    """
    refusal = find_refusal(data)
    if refusal is not None:
        raise PhotoRefused(refusal)
    with _turn():
        points = _read_points(data)
        full = _encode_jpeg(points)
        medium = _fit(points, MEDIUM_SIDE)
        small = ImageOps.fit(points, (SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
        files = {
            "full": full,
            "medium": _encode_webp(medium, MEDIUM_BYTES),
            "small": _encode_webp(small, SMALL_BYTES),
        }
    return Picture(sha256(full).hexdigest(), points.width, points.height, files)


@contextmanager
def _turn() -> Iterator[None]:
    if not _ONE_AT_A_TIME.acquire(timeout=LONGEST_WAIT):
        raise PhotosBusy("photo")
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def _read_points(data: bytes) -> Image.Image:
    """The pixels, at most 1,600 per side, upright, on white. PhotoRefused."""
    kind = find_format(data)
    try:
        with Image.open(BytesIO(data), formats=[kind] if kind else []) as sent:
            refusal = find_size_refusal(kind, *sent.size)
            if refusal is not None:
                raise PhotoRefused(refusal)
            sent.draft("RGB", (FULL_SIDE, FULL_SIDE))
            orientation = sent.getexif().get(0x0112, 1)
            return _upright(_fit(_on_white(sent), FULL_SIDE), orientation)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused("points") from error
    except Exception as error:  # the library may raise anything for a damaged file
        raise PhotoRefused("damaged") from error


def _on_white(sent: Image.Image) -> Image.Image:
    """The picture in RGB; transparent pixels become white."""
    if not sent.has_transparency_data:
        sent.load()
        return sent if sent.mode == "RGB" else sent.convert("RGB")
    # Shrunk first: an alpha channel of the full size would double the memory.
    sent.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    layered = sent.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _fit(points: Image.Image, side: int) -> Image.Image:
    """A copy of the pixels with at most `side` pixels on the longer side, without metadata."""
    ratio = min(1.0, side / max(points.size))
    size = (max(1, round(points.width * ratio)), max(1, round(points.height * ratio)))
    fitted = points.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Image.frombytes("RGB", fitted.size, fitted.tobytes())


def _upright(points: Image.Image, orientation: Any) -> Image.Image:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return points.transpose(turns[orientation]) if orientation in turns else points


def _encode_jpeg(points: Image.Image) -> bytes:
    target = BytesIO()
    points.save(target, "JPEG", quality=82, optimize=True, progressive=True)
    return target.getvalue()


def _encode_webp(points: Image.Image, most: int) -> bytes:
    """A WebP of at most `most` bytes: the best quality that fits, or a smaller picture if none fits."""
    low, high, best = 0, len(_QUALITIES) - 1, b""
    while low <= high:
        middle = (low + high) // 2
        target = BytesIO()
        points.save(target, "WEBP", quality=_QUALITIES[middle], method=3)
        if target.tell() <= most:
            best, low = target.getvalue(), middle + 1
        else:
            high = middle - 1
    return best or _encode_webp(points.resize((points.width * 2 // 3, points.height * 2 // 3)), most)
