"""Names: the form in which they are compared, and the form in which they are displayed."""

import re

from app.shared.text import normalize

_BLANKS = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def fold_name(text: str) -> str:
    """A name for searching and comparing: lower case, single blanks, one kind of apostrophe, no points."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").replace(".", " ").split())
    text = normalize(text, "NFKC").translate(_QUOTES).replace(".", " ")
    return _BLANKS.sub(" ", text.casefold()).strip()


def full_name(name: str, front_title: str = "", back_title: str = "") -> str:
    """The name with its titles, as the personnel office writes it: `dr. MARTHA WATTIMENA, S.Pd.`."""
    return f"{front_title} {name}".strip() + (f", {back_title}" if back_title else "")
