"""What people read: money, counts, dates, clocks, masked numbers, words of a status, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest

from app.compliance.rules import Recap
from app.shared import clock
from app.shared.period import Period
from app.web.http.language import local_path
from app.web.ui import filters
from tests.web.gallery import gallery_app

NINE_FIFTEEN = datetime(2026, 11, 7, 0, 15, tzinfo=UTC)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    with gallery_app().test_request_context("/", headers={"Cookie": f"bahasa={language}"}):
        yield


@pytest.fixture(autouse=True)
def _in_ambon() -> Iterator[None]:
    before = clock.zone().key
    clock.set_clock("Asia/Jayapura", fixed=datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    yield
    clock.set_clock(before)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("amount", "text"),
    [(1_234_567, "Rp1.234.567"), (0, "Rp0"), (-5_000, "−Rp5.000"), (None, "–"), (999, "Rp999")],
)
def test_rupiah_reads_the_same_in_both_languages(language: str, amount: int | None, text: str) -> None:
    with speaking(language):
        assert filters.rupiah(amount) == text


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("id", 36_400_000, "Rp36,4\u00a0juta"),
        ("id", 36_449_999, "Rp36,4\u00a0juta"),
        ("id", 36_450_000, "Rp36,5\u00a0juta"),
        ("id", 32_175_000, "Rp32,2\u00a0juta"),
        ("id", 999_950_000, "Rp1\u00a0miliar"),
        ("id", 999_949_999, "Rp999,9\u00a0juta"),
        ("id", 999_999, "Rp999.999"),
        ("id", 2_000_000_000, "Rp2\u00a0miliar"),
        ("id", -1_500_000, "−Rp1,5\u00a0juta"),
        ("en", 36_400_000, "Rp36.4\u00a0juta"),
    ],
)
def test_a_headline_sum_is_short_and_rounded(language: str, amount: int, text: str) -> None:
    with speaking(language):
        assert filters.rupiah_ringkas(amount).replace("million", "juta") == text


@pytest.mark.parametrize(("language", "text"), [("id", "5.287"), ("en", "5,287")])
def test_counts_follow_the_readers_language(language: str, text: str) -> None:
    with speaking(language):
        assert filters.angka(5287) == text


@pytest.mark.parametrize(
    ("met", "short", "told"),
    [
        (264, 265, ("50", "50")),
        (1, 7, ("13", "87")),
        (1, 0, ("100", "0")),
        (5142, 1, ("99", "<1")),
        (0, 0, None),
    ],
)
def test_met_and_short_are_shares_of_the_obliged_and_add_to_a_hundred(
    met: int, short: int, told: tuple[str, str] | None
) -> None:
    parts = [{"status": status, "count": n} for status, n in (("met", met), ("short", short), ("exempt", 9))]
    with speaking("id"):
        found = filters.persen_wajib(parts)
        assert found == ({} if told is None else {"met": f"{told[0]}\u00a0%", "short": f"{told[1]}\u00a0%"})
        assert told is None or found["met"] == filters.persen(met, met + short)


def test_the_counts_of_a_recap_are_tied_in_one_line() -> None:
    recap = Recap(None, "", people=566, met=264, short=265, exempt=1, no_rule=14, not_obliged=22)
    with speaking("id"):
        assert filters.hitungan(recap) == (
            "Bertugas 544 = wajib 529 + dibebaskan 1 + belum ada aturan 14. "
            "Seluruhnya dalam daftar 566, termasuk 22 yang tidak wajib."
        )


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (3059, 5143, "59\u00a0%"),
        (15_000, 20_000, "75\u00a0%"),
        (5142, 5143, "99\u00a0%"),
        (5143, 5143, "100\u00a0%"),
        (1, 5143, "<1\u00a0%"),
        (0, 5143, "0\u00a0%"),
        (26, 20, "130\u00a0%"),
        (3, 0, "–"),
        (None, 5, "–"),
    ],
)
def test_a_share_says_hundred_only_when_nothing_is_missing(part: int | None, whole: int, text: str) -> None:
    with speaking("id"):
        assert filters.persen(part, whole) == text


@pytest.mark.parametrize(
    ("language", "long", "short", "month", "time"),
    [
        ("id", "7 November 2026", "7 Nov", "November 2026", "09.15\u00a0WIT"),
        ("en", "7 November 2026", "7 Nov", "November 2026", "09:15\u00a0WIT"),
    ],
)
def test_dates_and_times_are_those_of_the_city(
    language: str, long: str, short: str, month: str, time: str
) -> None:
    with speaking(language):
        seen = [
            f(NINE_FIFTEEN) for f in (filters.tanggal, filters.tanggal_pendek, filters.bulan, filters.jam)
        ]
    assert seen == [long, short, month, time]


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "07.15\u00a0WIB"),
        ("Asia/Makassar", "08.15\u00a0WITA"),
        ("Asia/Jayapura", "09.15\u00a0WIT"),
    ],
)
def test_a_time_carries_the_citys_zone(zone: str, text: str) -> None:
    clock.set_clock(zone)
    with speaking("id"):
        assert filters.jam(NINE_FIFTEEN) == text


def test_an_instant_late_in_utc_is_already_tomorrow_in_the_city() -> None:
    with speaking("id"):
        assert filters.tanggal(datetime(2026, 10, 31, 15, 0, tzinfo=UTC)) == "1 November 2026"


def test_a_time_without_zone_is_refused() -> None:
    with speaking("id"), pytest.raises(ValueError, match="naive"):
        filters.jam(datetime(2026, 11, 7, 9, 15))  # noqa: DTZ001


def test_indonesian_months_have_indonesian_names() -> None:
    with speaking("id"):
        assert [filters.bulan(Period(2026, month)) for month in (5, 8, 10)] == [
            "Mei 2026",
            "Agustus 2026",
            "Oktober 2026",
        ]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 30), "9 hari lagi"),
        (date(2026, 11, 22), "1 hari lagi"),
        (date(2026, 11, 21), "hari ini"),
        (date(2026, 11, 19), "2 hari lalu"),
    ],
)
def test_how_far_a_day_is_in_words(day: date, text: str) -> None:
    with speaking("id"):
        assert filters.hari_lagi(day) == text


@pytest.mark.parametrize(("nip", "text"), [("198103052006041009", "····1009"), (None, "–"), ("", "–")])
def test_a_number_shows_only_its_last_four_digits(nip: str | None, text: str) -> None:
    assert filters.nip_samar(nip) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "nol rupiah"),
        (11, "sebelas rupiah"),
        (15, "lima belas rupiah"),
        (110, "seratus sepuluh rupiah"),
        (1_000, "seribu rupiah"),
        (1_100, "seribu seratus rupiah"),
        (20_000, "dua puluh ribu rupiah"),
        (21_500, "dua puluh satu ribu lima ratus rupiah"),
        (111_111, "seratus sebelas ribu seratus sebelas rupiah"),
        (1_000_000, "satu juta rupiah"),
        (1_000_000_000, "satu miliar rupiah"),
        (2_005_000_001, "dua miliar lima juta satu rupiah"),
        (-5_000, "minus lima ribu rupiah"),
    ],
)
def test_a_sum_is_written_in_words(amount: int, text: str) -> None:
    assert filters.terbilang(amount) == text


def test_every_status_has_its_own_word_sign_and_colour() -> None:
    looks = list(filters.STATUS_STYLES.values())
    with speaking("id"):
        assert [str(look.label) for look in looks] == [
            "Memenuhi",
            "Kurang",
            "Dibebaskan",
            "Tidak wajib",
            "Belum ada aturan",
        ]
    assert len({look.icon for look in looks}) == len({look.tone for look in looks}) == 5


def test_a_month_nobody_recorded_is_not_called_short() -> None:
    with speaking("id"):
        assert (filters.status_label(None), filters.status_label("short")) == ("Belum dicatat", "Kurang")


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/saya?bulan=2026-11", "/saya?bulan=2026-11"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
    ],
)
def test_switching_language_never_leads_to_another_site(target: str, kept: str) -> None:
    assert local_path(target) == kept


def test_a_language_we_do_not_speak_leaves_indonesian() -> None:
    with speaking("xx"):
        assert filters.tanggal(date(2026, 8, 1)) == "1 Agustus 2026"
