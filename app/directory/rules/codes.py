"""KODE and PNS ID: one spelling for all who type them."""

from app.shared.text import normalize


def read_code(text: str) -> str:
    """A KODE (or PNS ID) as the directory keeps it: upper case, single blanks, without the apostrophe that makes
    a cell text; empty where nothing is meant (`-`, `0`).
    """
    if not text.isascii():
        text = normalize(text).replace("’", "'")
    text = " ".join(text.split()).lstrip("'").upper()
    return "" if text in ("-", "–", "0") else text
