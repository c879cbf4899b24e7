"""The small city and its till, for counts that wait for what the till still holds."""

from tests.sales.conftest import city, till

__all__ = ["city", "till"]
