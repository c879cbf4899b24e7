"""Converts an uploaded picture to a small PNG that has only its pixels."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image

from app.pdf.errors import PictureTooLarge, UnusablePicture

LARGEST_FILE = 2_000_000
"""Bytes of a picture that is looked at."""
_MOST_POINTS = 16_000_000
"""Points of a picture that is unpacked: its head says how many, before anything is."""
_SIDE = 360
"""Points of the longer side of what is stored: 44 points of paper at 300 per inch, and some more."""


def read_picture(stream: BinaryIO) -> bytes:
    """A PNG of at most 360 pixels per side, from a PNG or JPEG of at most 2 MB and 16 million pixels. UnusablePicture,
    PictureTooLarge.

    Only the pixels are used; texts, locations, profiles and other data of the file are dropped.
    """
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise PictureTooLarge("file")
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as sent:
            if sent.width * sent.height > _MOST_POINTS or min(sent.size) < 1:
                raise PictureTooLarge("file")
            points = sent.convert("RGBA")
    except UnusablePicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge("file") from error
    except Exception as error:  # the library may raise anything for a damaged picture
        raise UnusablePicture("file") from error
    points.thumbnail((_SIDE, _SIDE))
    target = BytesIO()
    Image.frombytes("RGBA", points.size, points.tobytes()).save(target, "PNG", optimize=True)
    return target.getvalue()
