"""Marks sentences for the translation catalogue that are defined away from the code that displays them."""


def N_(text: str) -> str:
    """Mark a text for translation; it is translated when displayed."""
    return text


def NN_(text: str) -> str:
    """Mark a text with `%(count)s`, which has a plural form in other languages."""
    return text
