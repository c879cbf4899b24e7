"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher

from app.accounts.models import User
from app.accounts.services import (
    hashing,
)
from tests.web.auth.test_signing_in import new_user


@pytest.fixture
def fast_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap hashing, for tests that sign in many times. The real method is measured in its own test."""
    monkeypatch.setattr(hashing, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def siti(session: Any, fast_hash: None) -> User:
    """A finance account with a password."""
    return new_user("siti", "finance")
