"""Pictures to share a product by: name, price, photo and QR on one JPEG, as a messenger shows it (makers 20, 21)."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont, ImageOps

from app.photos.files import path_of

FONTS = Path(__file__).resolve().parents[1] / "pdf/vendor/dejavu"
SHAPES = {"lebar": (1200, 630), "persegi": (1080, 1080)}
"""Width and height in points: beside a link, and for a status or a feed."""
MOST_BYTES = 250_000
"""Messengers leave a larger picture out."""
_GROUND, _INK, _SOFT, _TEAL, _NUTMEG, _WASH = "#fbfaf7", "#1c2b33", "#54636b", "#0b5563", "#c8642b", "#e4eff1"
_MARGIN = 56
_QUALITIES = (86, 76, 66, 56, 46, 36)
_MOST_STORED = 48


@dataclass(frozen=True, slots=True)
class SharedProduct:
    """What stands on the picture. `price`: as it is read, `Rp25.000`; `photo`: SHA-256, "" for none."""

    name: str
    maker: str
    price: str
    city: str
    photo: str
    address: str


class _Stored:
    """The pictures made last; one is made at a time, so that the tills keep a processor."""

    pictures: "OrderedDict[tuple[SharedProduct, str], bytes]" = OrderedDict()
    lock = threading.Lock()


def draw_shared(product: SharedProduct, shape: str) -> bytes:
    """A JPEG of at most 250 kB in one of `SHAPES`. Tenths of a second the first time, then from memory."""
    key = (product, shape)
    with _Stored.lock:
        if key not in _Stored.pictures:
            _Stored.pictures[key] = _encode(_draw(product, *SHAPES[shape]))
            while len(_Stored.pictures) > _MOST_STORED:
                _Stored.pictures.popitem(last=False)
        _Stored.pictures.move_to_end(key)
        return _Stored.pictures[key]


def _encode(picture: Image.Image) -> bytes:
    for quality in _QUALITIES:
        target = BytesIO()
        picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        if target.tell() <= MOST_BYTES:
            return target.getvalue()
    return _encode(picture.resize((picture.width // 2, picture.height // 2)))


def _draw(product: SharedProduct, width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), _GROUND)
    is_wide = width > height
    photo_size = (height, height) if is_wide else (width, round(height * 0.6))
    picture.paste(_photo(product, photo_size), (0, 0))
    left = photo_size[0] + _MARGIN if is_wide else _MARGIN
    top = _MARGIN if is_wide else photo_size[1] + _MARGIN // 2
    _write(picture, product, (left, top, width - _MARGIN, height - _MARGIN))
    return picture


def _photo(product: SharedProduct, size: tuple[int, int]) -> Image.Image:
    """The photo cut to size; without one the first letter, large."""
    try:
        if product.photo:
            with Image.open(path_of(product.photo, "full"), formats=["JPEG"]) as stored:
                stored.draft("RGB", size)
                return ImageOps.fit(stored.convert("RGB"), size, Image.Resampling.LANCZOS)
    except OSError:
        pass  # a lost file: the page shows its place empty, too
    blank = Image.new("RGB", size, _WASH)
    pen = ImageDraw.Draw(blank)
    pen.text(
        (size[0] // 2, size[1] // 2), product.name[:1].upper(), _TEAL, _font(min(size) // 2, bold=True), "mm"
    )
    return blank


def _write(picture: Image.Image, product: SharedProduct, box: tuple[int, int, int, int]) -> None:
    """Name and maker from the top, price and QR from the bottom of the box (left, top, right, bottom)."""
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = box
    code = _code(product.address, 168)
    code_left, code_top = right - code.width, bottom - code.height
    picture.paste(code, (code_left, code_top))
    y = top
    size, lines = _fitting(product.name, right - left, code_top - top - 70)
    for line in lines:
        pen.text((left, y), line, _INK, _font(size, bold=True))
        y += round(size * 1.2)
    pen.text((left, y + 8), _cut(product.maker, _font(30), right - left), _SOFT, _font(30))
    pen.text(
        (left, bottom - 64), _cut(product.city, _font(24), code_left - left - 20), _SOFT, _font(24), "ls"
    )
    pen.text(
        (left, bottom),
        product.price,
        _NUTMEG,
        _font(_price_size(product, code_left - left - 20), bold=True),
        "ls",
    )


def _price_size(product: SharedProduct, width: int) -> int:
    return next(
        (size for size in (56, 48, 40, 32, 26) if _font(size, bold=True).getlength(product.price) <= width),
        20,
    )


def _fitting(text: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest letters in which the text fits, and its lines; in the smallest the rest is cut off."""
    for size in (68, 58, 50, 42, 36, 30):
        font = _font(size, bold=True)
        lines = _wrap(text, font, width)
        most = max(1, height // round(size * 1.2))
        if len(lines) <= most and all(font.getlength(line) <= width for line in lines):
            return size, lines
    kept = lines[:most]
    return size, [_cut(line, font, width) for line in (*kept[:-1], " ".join(lines[most - 1 :]))]


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _code(address: str, size: int) -> Image.Image:
    """The address as QR with its quiet border, whole points to a module."""
    target = BytesIO()
    code = segno.make_qr(address, error="m")
    scale = max(2, size // code.symbol_size(border=2)[0])
    code.save(target, kind="png", scale=scale, border=2)
    with Image.open(target) as drawn:
        return drawn.convert("RGB")


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(FONTS / ("DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf")), size
    )
