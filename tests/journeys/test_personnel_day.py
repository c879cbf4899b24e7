"""The personnel office's pages on a phone and on a wide screen; a roster goes from file to applied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.audit.rules import SYSTEM
from app.directory.queries import load_tree
from app.minimums.services import load_decree
from app.shared.transaction import begin_writing, commit
from tests.directory.files import line, paulus, person, plant_units, roster, take_in, yohanis
from tests.page_checks import fits
from tests.standing import decree_text

PATHS = (
    "", "/unggah", "/riwayat", "/periksa", "/cari", "/pegawai/baru", "/unit", "/unit/baru", "/unit/riwayat", "/eselon",
)  # fmt: skip


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_page_reads_well_and_a_roster_is_applied(
    device: str,
    app: Any,
    tmp_path: Path,
    as_role: Any,
    open_browser: Callable[..., Page],
    shot: Any,
    axe: Any,
) -> None:
    plant_units(tmp_path)
    begin_writing()
    load_decree(decree_text(), actor=SYSTEM)
    commit()
    take_in(
        tmp_path, line(), yohanis(), paulus(JENIS_JABATAN_NAMA="Struktural", JABATAN_NAMA="Lurah Waihoka")
    )
    page = open_browser(device, as_role("personnel"))
    page.goto("/kepegawaian/unggah")
    file = roster(
        tmp_path, line(ESELON_NAMA="III.a", UNOR_ID="P"), line("A-9", "19850411", "SALAH KETIK"), paulus()
    )
    page.set_input_files("[name=file]", file)
    page.click("text=Periksa berkas")
    expect(page.locator("h1")).to_have_text("Periksa daftar pegawai")
    axe(page)
    shot(page, f"kepegawaian-pratinjau-{device}")
    assert fits(page)
    page.click("text=Terapkan daftar ini")
    expect(page.locator(".messages")).to_contain_text("Daftar pegawai diterapkan")
    person_path = f"/pegawai/{person(pns_id='A-1').id}"
    unit_path = f"/unit/{load_tree().by_external_id['S4']}"
    _merge_unit(page, unit_path, axe)
    shot(page, f"kepegawaian-gabung-{device}")
    for path in (
        *PATHS,
        unit_path,
        person_path,
        *(person_path + tail for tail in ("/jabatan", "/berhenti", "/nomor")),
    ):
        page.goto(f"/kepegawaian{path}")
        axe(page)
        shot(page, f"kepegawaian{path.replace('/', '-')}-{device}")
        assert fits(page), path


def _merge_unit(page: Page, unit_path: str, axe: Any) -> None:
    """Look at what a merger would do, on the form before it is saved."""
    page.goto(f"/kepegawaian{unit_path}/gabung")
    page.select_option("[name=other_id]", label="Dinas Pendidikan › SD Negeri 12")
    page.fill("[name=letter]", "SK 12")
    page.click("text=Lihat akibatnya")
    expect(page.locator("h2").first).to_have_text("Akibatnya untuk bulan-bulan")
    axe(page)
    assert fits(page)
