"""What stops every writing: a key that is not the book's, and a chain that is not the one this server left."""

from app.shared.errors import DomainError


class WrongKey(DomainError):
    """SECRET_KEY did not seal this database, or the record of its keys was changed. Nothing is written."""


class KeyUnchanged(DomainError):
    """The new SECRET_KEY is the one in use."""


class ChainCut(DomainError):
    """The chain lacks links that this server saw stored, up to number `seq`. Nothing is written."""
