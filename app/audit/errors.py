"""Errors that stop all writing: a wrong key, or a chain that is not the one this server wrote."""

from app.shared.errors import DomainError


class WrongKey(DomainError):
    """SECRET_KEY is not the key of this database, or the record of its keys was altered. Nothing is written."""


class KeyUnchanged(DomainError):
    """The new SECRET_KEY is the one in use."""


class ChainCut(DomainError):
    """The chain lacks links that this server stored, up to number `seq`. Nothing is written."""
