"""The small city and its till, for the JSON door."""

from tests.sales.conftest import city, till

__all__ = ["city", "till"]
