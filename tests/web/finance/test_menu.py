"""Finance's menu: few entries on top, groups below them, and everything in it reachable."""

from typing import Any

from tests.pages import Page, PageClient

TOP = ["Rekap", "Pegawai", "Perlu diputuskan", "Uang UMKM", "Bulan", "Laporan", "Aturan"]
GROUPS = {
    "/keuangan/": ["Rekap", "Kota sekilas"],
    "/keuangan/nota": ["Pegawai", "Nota", "Buku penjualan"],
    "/keuangan/pengaduan": ["Perlu diputuskan", "Pengaduan", "Dari nota"],
    "/keuangan/penyelesaian/nota": ["Uang UMKM", "Nota penyelesaian", "Perjanjian titip", "Pemegang uang"],
    "/keuangan/laporan/riwayat": ["Laporan", "Riwayat unduhan"],
    "/keuangan/pembebasan": ["Aturan", "Pembebasan"],
}


def links(page: Page, menu: str) -> list[tuple[str, str, str | None]]:
    """(word, address, aria-current) of one menu."""
    return [
        ("".join(one.itertext()).strip(), one.get("href", ""), one.get("aria-current"))
        for nav in page.all("nav")
        if nav.get("class") == menu
        for one in nav.iter("a")
    ]


def test_the_top_bar_has_one_entry_per_group_and_the_phones_menu_all(as_role: Any) -> None:
    page = as_role("finance").get("/keuangan/")
    assert [word for word, _url, _now in links(page, "top-menu")] == TOP
    assert [word for word, _url, _now in links(page, "menu-links")] == [
        "Rekap", "Kota sekilas", "Pegawai", "Nota", "Buku penjualan", "Perlu diputuskan", "Pengaduan",
        "Dari nota", "Uang UMKM", "Nota penyelesaian", "Perjanjian titip", "Pemegang uang",
        "Bulan", "Laporan", "Riwayat unduhan", "Aturan", "Pembebasan",
    ]  # fmt: skip


def test_each_group_is_shown_on_its_pages_with_the_present_one_marked(as_role: Any) -> None:
    finance: PageClient = as_role("finance")
    for path, words in GROUPS.items():
        page = finance.get(path)
        found = links(page, "group-menu")
        assert [word for word, _url, _now in found] == words, path
        assert [url for _word, url, now in found if now == "page"] == [path]
        assert sum(now is not None for _word, _url, now in links(page, "top-menu")) == 1


def test_a_page_of_no_group_has_no_second_row(as_role: Any) -> None:
    assert not links(as_role("finance").get("/keuangan/bulan"), "group-menu")
