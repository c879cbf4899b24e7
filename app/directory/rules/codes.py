"""The normal form of KODE and PNS ID."""

from app.shared.text import normalize


def read_code(text: str) -> str:
    """A KODE (or PNS ID) in the directory's form: upper case, single blanks, without the apostrophe that makes a cell
    text; empty for `-` and `0`, which mean none."""
    if not text.isascii():
        text = normalize(text).replace("’", "'")
    text = " ".join(text.split()).lstrip("'").upper()
    return "" if text in ("-", "–", "0") else text
