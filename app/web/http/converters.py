"""Converters of URLs: row ids and versions that fit the database, months, kinds of decision. Anything else is 404."""

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from app.decisions.registry import DecisionKind, get_kind
from app.shared.errors import NotFound
from app.shared.period import Period


class IdConverter(BaseConverter):
    """Converts a row id of at most 15 digits (2**64 would make SQLite fail)."""

    regex = "[1-9][0-9]{0,14}"

    def to_python(self, value: str) -> int:
        """Text → number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Number → text."""
        return str(int(value))


class VersionConverter(IdConverter):
    """Converts the version of a closed month; its column is smaller than an id's, and PostgreSQL would fail."""

    regex = "[1-9][0-9]{0,8}"


class PeriodConverter(BaseConverter):
    """Converts a month as `YYYY-MM`."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Period:
        """Text → Period; NotFound (404) for a month that does not exist."""
        try:
            return Period.parse(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: Period) -> str:
        """Period → text."""
        return str(value)


class DecisionConverter(BaseConverter):
    """Converts the slug of a registered kind of decision."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> DecisionKind:
        """Text → kind; 404 for an unregistered one."""
        try:
            return get_kind(value)
        except NotFound as error:
            raise ValidationError from error

    def to_url(self, value: DecisionKind | str) -> str:
        """Kind, or its slug → text."""
        return value if isinstance(value, str) else value.slug


def register_converters(app: Flask) -> None:
    """Register the converters `<id:…>`, `<version:…>`, `<period:…>` and `<decision:…>`."""
    app.url_map.converters.update(
        id=IdConverter, version=VersionConverter, period=PeriodConverter, decision=DecisionConverter
    )
