"""Text on pictures: drawable letters, line breaks and font sizes. All sizes in pixels of the picture."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FONTS = Path(__file__).resolve().parents[1] / "pdf/vendor/dejavu"
_SIZES = (68, 58, 50, 42, 36, 30)
LEADING = 1.2
"""Height of a line in parts of the letters' size."""
_NO_LETTER = "\ufffe"
"""A code that no font draws: what it looks like is how a missing letter looks."""


@lru_cache(maxsize=32)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The application's font in this size."""
    name = "DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"
    return ImageFont.truetype(str(_FONTS / name), size)


def drawable(text: str) -> str:
    """The text without signs that the font cannot draw (𝒜 becomes A, an emoji is dropped), with single blanks."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    return " ".join("".join(one for one in plain if one.isspace() or _has_letter(one)).split())


@lru_cache(maxsize=2_000)
def _has_letter(sign: str) -> bool:
    bold = font(20, bold=True)
    if unicodedata.category(sign).startswith("C"):
        return False  # a mark that joins letters or sets the direction draws nothing, or reverses the line
    return bytes(bold.getmask(sign)) != bytes(bold.getmask(_NO_LETTER))


def fitting(text: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest font size in which the text fits, and its lines; at the smallest size the rest is cut off."""
    for size in _SIZES:
        letters = font(size, bold=True)
        lines = _wrap(text, letters, width)
        most = max(1, round(height // (size * LEADING)))
        if len(lines) <= most and all(letters.getlength(line) <= width for line in lines):
            return size, lines
    return _cut_lines(text, width, most)


def _cut_lines(text: str, width: int, most: int) -> tuple[int, list[str]]:
    """The smallest font size and the lines; a word longer than a line is broken at the line's end."""
    size = _SIZES[-1]
    letters = font(size, bold=True)
    lines = _wrap(" ".join(_break_word(word, letters, width) for word in text.split()), letters, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), letters, width)]
    return size, lines


def _break_word(word: str, letters: ImageFont.FreeTypeFont, width: int) -> str:
    parts = [""]
    for sign in word:
        if letters.getlength(parts[-1] + sign) > width:
            parts.append("")
        parts[-1] += sign
    return " ".join(parts)


def _wrap(text: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if letters.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def cut(text: str, letters: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
