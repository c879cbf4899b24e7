"""The Dinas sees who sells most, who waits longest and who is new; nobody else does."""

from __future__ import annotations

from typing import Any

from app.shared.transaction import commit
from tests.figures.test_publishing import maker, sell_of


def test_the_greatest_and_the_unserved_stand_with_their_names(session: Any, as_role: Any) -> None:
    greatest, least = maker("Dapur Besar"), maker("Dapur Kecil", "Waai")
    maker("Dapur Sepi")
    sell_of(greatest, 90_000, "2026-11-03")
    sell_of(least, 10_000, "2026-11-03")
    commit()
    page = as_role("umkm").get("/dinas/keadilan?bulan=2026-11&tanpa=1")
    assert page.text.index("Dapur Besar") < page.text.index("Dapur Kecil")
    assert "Rp90.000" in page.text and "100,0 %" in page.text
    assert "Dapur Sepi" in page.text and "belum pernah" in page.text
