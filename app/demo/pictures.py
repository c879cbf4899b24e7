"""Pictures and stories of the demo city; the pictures are drawn by code, so they have no other author."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from app.audit.rules import SYSTEM
from app.demo.stories import tell_of_makers, tell_story
from app.makers.queries import CatalogueItem, list_catalogue
from app.photos.services import add_product_photo, make_picture
from app.shared import clock

MOST = 24
_SIDE = 900
_TABLES = ("#d9c3a0", "#c9b18c", "#b7c4bd", "#d8d2c4", "#cdbba7")
_GOODS = ("#8a5a2b", "#b8743a", "#6b3f22", "#c8962b", "#7a8b3f", "#a3402f", "#4f6f73", "#d2a35c")


def tell_stories() -> None:
    """Add photos and a story to the first products of the list, and a story to each of their makers."""
    items = list_catalogue(clock.today())[:MOST]
    for item in items:
        photo = make_picture(draw_goods(item))
        add_product_photo(item.product_id, photo, actor=SYSTEM, alt=f"{item.name} (gambar contoh)")
        tell_story(item)
    tell_of_makers({item.maker_id: item.maker_name for item in items})


def draw_goods(item: CatalogueItem) -> bytes:
    """A JPEG of a plate of food, a glass or woven cloth, in colours derived from the product's name."""
    lot = sha256(item.name.encode()).digest()
    picture = Image.new("RGB", (_SIDE, _SIDE), _TABLES[lot[0] % len(_TABLES)])
    colour = _GOODS[lot[3] % len(_GOODS)]
    kind = item.category.casefold()
    draw = _draw_glass if "minum" in kind else _draw_cloth if "kerajinan" in kind else _draw_plate
    picture = draw(picture, lot, colour)
    target = BytesIO()
    picture.filter(ImageFilter.SMOOTH).save(target, "JPEG", quality=88)
    return target.getvalue()


def _add_shadow(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """A soft shadow on the table."""
    darker = Image.blend(picture, Image.new("RGB", picture.size, "#3b2413"), 0.35)
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).ellipse(box, fill=210)
    return Image.composite(darker, picture, mask.filter(ImageFilter.GaussianBlur(22)))


def _draw_plate(picture: Image.Image, lot: bytes, colour: str) -> Image.Image:
    picture = _add_shadow(picture, (110, 150, 840, 850))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((90, 100, 810, 800), fill="#f6f1e6")
    pen.ellipse((150, 158, 750, 742), fill="#fffdf8", outline="#e3d9c5", width=4)
    for number in range(7):
        _draw_piece(pen, lot, number, colour)
    return picture


def _draw_piece(pen: ImageDraw.ImageDraw, lot: bytes, number: int, colour: str) -> None:
    x, y = 250 + (number % 3) * 145 + lot[4 + number] % 40, 265 + (number // 3) * 135 + lot[12 + number] % 40
    width, height = 120 + lot[20] % 30, 84 + lot[21] % 40
    box = (x, y, x + width, y + height)
    pen.ellipse((x + 8, y + 14, x + width + 8, y + height + 14), fill="#e6dcc8")
    if lot[22] % 2:
        pen.rounded_rectangle(box, radius=28, fill=colour, outline="#3b2413", width=3)
    else:
        pen.ellipse(box, fill=colour, outline="#3b2413", width=3)
    pen.arc((x + 16, y + 12, x + width - 16, y + height - 12), 190, 300, fill="#ffffff", width=5)


def _draw_glass(picture: Image.Image, lot: bytes, colour: str) -> Image.Image:
    picture = _add_shadow(picture, (260, 690, 760, 830))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(270, 140), (630, 140), (580, 780), (320, 780)], fill="#f4f7f5", outline="#c9d2cd")
    level = 230 + lot[5] % 60
    pen.polygon([(290, level), (610, level), (572, 760), (328, 760)], fill=colour)
    pen.ellipse((288, level - 18, 612, level + 18), fill=_GOODS[lot[6] % len(_GOODS)])
    pen.line((360, level + 60, 376, 690), fill="#ffffff", width=14)
    pen.line((540, 60, 470, level), fill="#e3d9c5", width=16)
    return picture


def _draw_cloth(picture: Image.Image, lot: bytes, colour: str) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    second = _GOODS[(lot[3] + 3) % len(_GOODS)]
    step = 60 + lot[7] % 20
    for row, y in enumerate(range(0, _SIDE, step)):
        for column, x in enumerate(range(0, _SIDE, step)):
            shade = colour if (row + column) % 2 else second
            pen.rectangle((x, y, x + step, y + step), fill=shade)
            middle = (x + step // 2, y + step // 2)
            reach = step // 4
            diamond = [(middle[0], middle[1] - reach), (middle[0] + reach, middle[1])]
            diamond += [(middle[0], middle[1] + reach), (middle[0] - reach, middle[1])]
            pen.polygon(diamond, fill="#f6f1e6" if (row + lot[8]) % 3 else "#1c2b33")
    return picture
