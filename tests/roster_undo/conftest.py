"""The small city of the directory's tests."""

from tests.directory.conftest import city  # noqa: F401  (a fixture)
