"""Text on paper: printable characters, width, and line breaks."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.shared.text import normalize

REGULAR, BOLD = "DejaVu", "DejaVu-Bold"
SMALLEST = 8.0
"""Points; nothing is printed smaller, so that the paper is read without a glass (ADR 0017)."""
INK, SOFT, TEAL, ACCENT, LINE, PALE = "#1c2b33", "#4c5b63", "#0b5563", "#c8642b", "#b9c3c6", "#e9eff0"
"""The colours of the pages (ink, second ink, action, accent), a hairline, and the ground of a table's head."""
_FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}
_FOLDER = Path(__file__).parent / "vendor" / "dejavu"
_MISSING = "\N{WHITE SQUARE}"
_ELLIPSIS = "…"
_MOST = 4_000
"""Letters of one text; the longest column holds 600."""


@dataclass(frozen=True, slots=True)
class Style:
    """Size in points (at least 8), weight and colour of a text; the distance of its lines is `leading` points."""

    size: float = 9
    is_bold: bool = False
    colour: str = INK

    def __post_init__(self) -> None:
        if self.size < SMALLEST:
            raise ValueError(self.size)

    @property
    def font(self) -> str:
        """The name of the font."""
        return BOLD if self.is_bold else REGULAR

    @property
    def leading(self) -> float:
        """The distance between the baselines of two lines."""
        return round(self.size * 1.25, 2)


@cache
def load_fonts() -> None:
    """Load both fonts once per process; streams are stored as bytes, not in ASCII encoding."""
    rl_config.useA85 = 0
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, _FOLDER / file))


@lru_cache(maxsize=8_192)
def printable(text: str) -> str:
    """The text in one line as printed: composed, without control characters, direction marks and other invisible
    characters; a letter that the font lacks becomes an empty square. The result for a text never changes."""
    load_fonts()
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    letters = []
    for letter in normalize(text[:_MOST]):
        kind = unicodedata.category(letter)
        if kind.startswith("Z") or letter in "\t\r\n":
            letters.append(" ")
        elif not kind.startswith("C"):
            letters.append(letter if ord(letter) in glyphs else _MISSING)
    return " ".join("".join(letters).split())


@lru_cache(maxsize=32_768)
def measure(text: str, style: Style) -> float:
    """The width of a printable text in one line, in points."""
    load_fonts()
    return float(pdfmetrics.stringWidth(text, style.font, style.size))


@lru_cache(maxsize=8_192)
def wrap(text: str, style: Style, width: float) -> tuple[str, ...]:
    """The text in lines of at most `width` points, broken at blanks, and within a word only if it is wider."""
    lines: list[str] = []
    line, taken, blank = "", 0.0, measure(" ", style)
    for word in printable(text).split(" "):
        wide = measure(word, style)
        if line and taken + blank + wide <= width:
            line, taken = f"{line} {word}", taken + blank + wide
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, style, width) if wide > width else [word]
        taken = wide if not whole else measure(line, style)
        lines += whole
    return (*lines, line) if line or not lines else tuple(lines)


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """The word in pieces that fit; one piece if the whole word fits."""
    pieces, piece, taken = [], "", 0.0
    for letter in word:
        wide = measure(letter, style)
        if piece and taken + wide > width:
            pieces.append(piece)
            piece, taken = "", 0.0
        piece, taken = piece + letter, taken + wide
    return [*pieces, piece]


def shorten(text: str, style: Style, width: float) -> str:
    """The text in one line of at most `width` points; if it is longer, its end is replaced by …."""
    whole = printable(text)
    if measure(whole, style) <= width:
        return whole
    taken, room = 0.0, width - measure(_ELLIPSIS, style)
    for place, letter in enumerate(whole):
        taken += measure(letter, style)
        if taken > room:
            return whole[:place].rstrip() + _ELLIPSIS
    return whole
