"""Draws preview pictures for shared links: name, price, photos and QR code on one JPEG (makers 20, 21)."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageOps

from app.catalogue.lettering import LEADING, cut, drawable, fitting, font
from app.photos.files import path_of

SHAPES = {"lebar": (1200, 630), "persegi": (1080, 1080)}
"""Width and height in points: beside a link, and for a status or a feed."""
MOST_BYTES = 250_000
"""Messengers leave a larger picture out."""
_GROUND, _INK, _SOFT, _TEAL, _NUTMEG, _WASH = "#fbfaf7", "#1c2b33", "#54636b", "#0b5563", "#c8642b", "#e4eff1"
_MARGIN = 56
_QUALITIES = (86, 76, 66, 56, 46, 36)
_MOST_STORED = 48
_MOSAIC = 4


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The content of the picture. `second`: the line below the title; `price`: formatted, like `Rp25.000`, "" for none;
    `photos`: their SHA-256, of which one or four are drawn."""

    title: str
    second: str
    price: str
    city: str
    photos: tuple[str, ...]
    address: str


class _PictureCache:
    """The cache of recent pictures, and a lock: one is drawn at a time, to leave a processor for the tills."""

    pictures: "OrderedDict[tuple[SharedPage, str], bytes]" = OrderedDict()
    lock = threading.Lock()


def draw_shared(shared: SharedPage, shape: str) -> bytes:
    """A JPEG of at most 250 kB in one of `SHAPES`. Takes tenths of a second, then is cached."""
    key = (shared, shape)
    with _PictureCache.lock:
        if key not in _PictureCache.pictures:
            _PictureCache.pictures[key] = _encode(_draw(shared, *SHAPES[shape]))
            while len(_PictureCache.pictures) > _MOST_STORED:
                _PictureCache.pictures.popitem(last=False)
        _PictureCache.pictures.move_to_end(key)
        return _PictureCache.pictures[key]


def _encode(picture: Image.Image) -> bytes:
    for quality in _QUALITIES:
        target = BytesIO()
        picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        if target.tell() <= MOST_BYTES:
            return target.getvalue()
    return _encode(picture.resize((picture.width // 2, picture.height // 2)))


def _draw(shared: SharedPage, width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), _GROUND)
    is_wide = width > height
    size = (height, height) if is_wide else (width, round(height * 0.55))
    picture.paste(_mosaic(shared, size), (0, 0))
    left = size[0] + _MARGIN if is_wide else _MARGIN
    top = _MARGIN if is_wide else size[1] + _MARGIN // 2
    _write(picture, shared, (left, top, width - _MARGIN, height - _MARGIN))
    return picture


def _mosaic(shared: SharedPage, size: tuple[int, int]) -> Image.Image:
    """One photo, or four, cropped to the size; without photos the first letter of the name, large."""
    photos = shared.photos if len(shared.photos) >= _MOSAIC else shared.photos[:1]
    a_side = 2 if len(photos) >= _MOSAIC else 1
    part = (-(-size[0] // a_side), -(-size[1] // a_side))
    whole = Image.new("RGB", size, _WASH)
    for number, digest in enumerate(photos[: a_side * a_side]):
        photo = _photo(digest, part)
        if photo:  # a missing file leaves its place empty, as on the page
            whole.paste(photo, (number % a_side * part[0], number // a_side * part[1]))
    if not photos:
        middle = (size[0] // 2, size[1] // 2)
        letter = (drawable(shared.title) or "?")[0].upper()
        ImageDraw.Draw(whole).text(middle, letter, _TEAL, font(min(size) // 2, bold=True), "mm")
    return whole


def _photo(digest: str, size: tuple[int, int]) -> Image.Image | None:
    try:
        with Image.open(path_of(digest, "full"), formats=["JPEG"]) as stored:
            stored.draft("RGB", size)
            return ImageOps.fit(stored.convert("RGB"), size, Image.Resampling.LANCZOS)
    except OSError:
        return None


def _write(picture: Image.Image, shared: SharedPage, box: tuple[int, int, int, int]) -> None:
    """Draw title and second line at the top, price and QR code at the bottom of the box (left, top, right, bottom)."""
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = box
    code = _code(shared.address, 168)
    code_left, code_top = right - code.width, bottom - code.height
    picture.paste(code, (code_left, code_top))
    y = top
    size, lines = fitting(drawable(shared.title), right - left, code_top - top - 70)
    for line in lines:
        pen.text((left, y), line, _INK, font(size, bold=True))
        y += round(size * LEADING)
    pen.text((left, y + 8), cut(drawable(shared.second), font(30), right - left), _SOFT, font(30))
    room = code_left - left - 20
    city_y = bottom - 64 if shared.price else bottom
    pen.text((left, city_y), cut(drawable(shared.city), font(24), room), _SOFT, font(24), "ls")
    price = font(_price_size(shared.price, room), bold=True)
    pen.text((left, bottom), shared.price, _NUTMEG, price, "ls")


def _price_size(price: str, width: int) -> int:
    return next(
        (size for size in (56, 48, 40, 32, 26) if font(size, bold=True).getlength(price) <= width), 20
    )


def _code(address: str, size: int) -> Image.Image:
    """The address as a QR code with its quiet zone; each module has a whole number of pixels."""
    target = BytesIO()
    code = segno.make_qr(address, error="m")
    scale = max(2, size // code.symbol_size(border=2)[0])
    code.save(target, kind="png", scale=scale, border=2)
    with Image.open(target) as drawn:
        return drawn.convert("RGB")
