"""Marks for the catalogue of translations, where a sentence stands apart from the place that shows it."""


def N_(text: str) -> str:
    """Mark a text; it is translated when it is shown."""
    return text


def NN_(text: str) -> str:
    """The same for a text about `%(count)s` things, which has a plural in other languages."""
    return text
