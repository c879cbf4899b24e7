"""Pages of a count that waits: for which till since when, reasons, letting a till go; foreign tills do not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.shared import clock
from app.stock.queries.shelf import list_shelf
from app.stock.services import (
    CountEntry,
    LineCount,
    NoteLine,
    check_note,
    enter_count,
    finish_count,
    open_count,
    open_note,
)
from app.tills.services.tills import enrol_till
from tests.counter import Counter, make_counter
from tests.pages import PageClient


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city, five bagea on the shelf."""
    found = make_counter()
    lines = [NoteLine(found.bagea, 5, 25_000)]
    note = open_note(found.booth_id, found.maker_id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(5)], actor=SYSTEM)
    return found


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    return as_role("manager", booth=counter.booth_id)


def the_shelf(counter: Counter) -> dict[int, int]:
    return {row.product_id: row.shelf for row in list_shelf([counter.booth_id])}


def waiting_count(counter: Counter, pieces: int) -> tuple[int, int]:
    """(count, till): the bagea were counted while a tablet had not sent for an hour."""
    till, _token = enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    till.last_seen_at = till.last_synced_at = clock.now() - timedelta(hours=1)
    count = open_count(counter.booth_id, actor=SYSTEM)
    enter_count(count.id, [CountEntry(counter.bagea, pieces)], actor=SYSTEM)
    assert finish_count(count.id, actor=SYSTEM).state == "waiting"
    return count.id, till.id


def test_a_waiting_count_says_for_what_and_since_when(manager: PageClient, counter: Counter) -> None:
    count_id, till_id = waiting_count(counter, 3)
    path = f"/pengelola/hitung-rak/{count_id}"
    page = manager.get("/pengelola/rak")
    assert "Hitung rak menunggu" in page.text
    page = manager.get(page.links["Lihat hitung rak"])
    assert "Tablet 1 terakhir mengirim 7 November 2026, 08.15 WIT" in page.text
    assert "Sementara: seharusnya 5, dihitung 3" in page.text and "Ditanggung" not in page.text
    typed = {f"pieces-{counter.bagea}": "1"}
    assert "sudah diserahkan" in manager.post(path, typed, expect=422).text
    assert "harus diisi" in manager.post(f"{path}/lepas/{till_id}", {"reason": "lain"}, expect=422).text
    page = manager.post(f"{path}/selesai", {f"reason-{counter.bagea}": "tidak ditemukan"}).follow()
    assert "menunggu" in page.text and the_shelf(counter) == {counter.bagea: 5}
    page = manager.post(f"{path}/lepas/{till_id}", {"reason": "perangkat hilang"}).follow()
    assert "rak sudah disesuaikan" in page.text and "Tablet 1 tidak ditunggu: perangkat hilang" in page.text
    assert the_shelf(counter) == {counter.bagea: 3}
    assert (
        "sudah selesai"
        in manager.post(f"{path}/lepas/{till_id}", {"reason": "perangkat hilang"}, expect=422).text
    )


def test_a_finished_count_is_found_from_the_shelf_and_gives_reasons_for_differences_alone(
    manager: PageClient, counter: Counter
) -> None:
    manager.get("/pengelola/rak")
    page = manager.form(f"/pengelola/pojok/{counter.booth_id}/hitung-rak").submit().follow()
    typed = {f"pieces-{counter.bagea}": "5", f"reason-{counter.bagea}": "tidak ditemukan"}
    manager.post(f"{page.form('hitungan').action}/selesai", typed)
    (row,) = manager.get(manager.get("/pengelola/rak").links["Lihat hasilnya"]).rows()
    assert (row["Selisih"], row["Alasan"]) == ("0", "–")


def test_a_till_of_another_booth_is_not_there_to_be_let_go(
    as_role: Callable[..., PageClient], manager: PageClient, counter: Counter
) -> None:
    count_id, till_id = waiting_count(counter, 0)
    other = create_booth("Gedung A", actor=SYSTEM)
    foreign, _token = enrol_till(other.id, "Tablet lain", actor=SYSTEM)
    path, reason = f"/pengelola/hitung-rak/{count_id}/lepas", {"reason": "perangkat hilang"}
    bound = as_role("manager", booth=other.id)
    for viewer, till in ((manager, foreign.id), (bound, till_id)):
        viewer.get("/pengelola/rak")
        viewer.post(f"{path}/{till}", reason, expect=404)
    assert the_shelf(counter) == {counter.bagea: 5}
