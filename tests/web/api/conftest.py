"""The small city and its till, for the JSON API."""

from tests.sales.conftest import city, till

__all__ = ["city", "till"]
