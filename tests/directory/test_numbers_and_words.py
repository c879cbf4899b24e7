"""NIPs, echelons, kinds, statuses, services and grades as files spell them."""

from datetime import date

import pytest

from app.directory.rules import (
    NipError,
    UnknownWord,
    fold_name,
    full_name,
    has_implausible_year,
    read_echelon,
    read_grade,
    read_nip,
    read_position_kind,
    read_service,
    read_status,
    status_from_grade,
    suggest_echelon,
)

GOOD = "198504112010012009"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        " 19850411 201001 2 009 ",
        "'198504112010012009",
        "1985.0411.201001.2.009",
        "’198504112010012009\n",
    ],
)
def test_blanks_dots_and_a_leading_apostrophe_do_not_spoil_a_nip(text: str) -> None:
    assert read_nip(text) == GOOD


def test_a_contract_number_is_a_nip_too() -> None:
    assert read_nip("200012312024211001") == "200012312024211001"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (198504112010012009, "number"),
        (1.98504112010012e17, "number"),
        ("", "empty"),
        ("'", "empty"),
        (None, "empty"),
        ("19850411201001200", "length"),
        ("1985041120100120099", "length"),
        ("19850411201001200O", "letters"),
        ("１９８５０４１１２０１００１２００９", "letters"),
        ("١٩٨٥٠٤١١٢٠١٠٠١٢٠٠٩", "letters"),
        ("198504112010012,09", "letters"),
        ("198502292010012009", "birth_date"),
        ("198504322010012009", "birth_date"),
        ("000004112010012009", "birth_date"),
        ("198504112010002009", "month"),
        ("198504112010132009", "month"),
        ("198504112010202009", "month"),
        ("198504112010302009", "month"),
        ("198504112010010009", "sex"),
        ("198504112010013009", "sex"),
        ("198504112010012000", "serial"),
    ],
)
def test_what_is_no_nip_says_why(value: object, reason: str) -> None:
    with pytest.raises(NipError) as refused:
        read_nip(value)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("month", "ok"), [("01", True), ("12", True), ("21", True), ("29", True), ("13", False)]
)
def test_digits_13_and_14_are_a_month_or_the_number_of_a_contract(month: str, ok: bool) -> None:
    nip = f"198504112010{month}2009"
    if ok:
        assert read_nip(nip) == nip
    else:
        with pytest.raises(NipError):
            read_nip(nip)


@pytest.mark.parametrize(
    ("nip", "odd"),
    [
        (GOOD, False),
        ("200504112019012009", True),
        ("200504112020012009", False),
        ("194504112010012009", False),
        ("194404112010012009", True),
        ("198504112027012009", True),
    ],
)
def test_an_implausible_year_is_noticed(nip: str, odd: bool) -> None:
    assert has_implausible_year(nip, date(2026, 11, 7)) is odd


@pytest.mark.parametrize(
    ("text", "echelon"),
    [
        ("III.a", "III.a"),
        ("III.A", "III.a"),
        ("IIIa", "III.a"),
        ("Eselon III.a", "III.a"),
        ("ESELON IV/B", "IV.b"),
        ("Esel. II b", "II.b"),
        ("3a", "III.a"),
        (" v.b ", "V.b"),
        ("-", ""),
        ("", ""),
        ("NON ESELON", ""),
        ("Non-Eselon", ""),
        ("Tidak Ada", ""),
    ],
)
def test_echelons_in_all_their_spellings(text: str, echelon: str) -> None:
    assert read_echelon(text) == echelon


@pytest.mark.parametrize("text", ["VI.c", "VI.a", "III.c", "IIII.a", "III", "III.a/b", "Kepala", "0a"])
def test_an_unknown_echelon_never_becomes_none(text: str) -> None:
    with pytest.raises(UnknownWord):
        read_echelon(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jabatan Struktural", "Struktural"),
        ("JABATAN FUNGSIONAL", "Fungsional"),
        ("Fungsional Tertentu", "Fungsional"),
        ("Jabatan Fungsional Umum", "Pelaksana"),
        ("jabatan_pelaksana", "Pelaksana"),
        ("Administrator", "Struktural"),
        ("Pengawas", "Struktural"),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_kind_of_position_is_read_in_every_spelling(text: str, kind: str) -> None:
    assert read_position_kind(text) == kind


def test_an_unknown_kind_of_position_is_refused() -> None:
    with pytest.raises(UnknownWord):
        read_position_kind("Jabatan Rahasia")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("P", "PNS"),
        ("C", "CPNS"),
        ("PNS", "PNS"),
        ("Calon PNS", "CPNS"),
        ("PNS Daerah Kab/Kota yang bekerja pada Kab/Kota", "PNS"),
        ("CPNS Daerah", "CPNS"),
        ("PPPK", "PPPK"),
        ("P3K", "PPPK"),
        ("PPPK PW", "PPPK Paruh Waktu"),
        ("PPPK Paruh Waktu", "PPPK Paruh Waktu"),
        ("PPPK Daerah Paruh Waktu", "PPPK Paruh Waktu"),
        ("NON ASN", "Non ASN"),
        ("Tenaga Honorer", "Non ASN"),
        ("Kepala daerah", "Kepala daerah"),
        ("WALI KOTA", "Kepala daerah"),
        ("", ""),
    ],
)
def test_a_status_is_read_in_every_spelling(text: str, status: str) -> None:
    assert read_status(text) == status


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(UnknownWord):
        read_status("Relawan")


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Aktif", "active"),
        ("Tugas Belajar", "active"),
        ("Cuti Besar", "active"),
        ("Masa Persiapan Pensiun", "active"),
        ("CLTN", "leave"),
        ("Cuti di Luar Tanggungan Negara", "leave"),
        ("Pemberhentian Sementara", "leave"),
        ("Pensiun BUP", "pension"),
        ("Diberhentikan dengan hormat karena mencapai batas usia pensiun", "pension"),
        ("Meninggal", "death"),
        ("Pensiun Janda karena Meninggal", "death"),
        ("Diberhentikan", "dismissed"),
        ("Pemberhentian Tidak Dengan Hormat", "dismissed"),
        ("Mengundurkan diri", "left"),
        ("Pindah Instansi", "left"),
        ("Tidak Aktif", "left"),
        ("", ""),
    ],
)
def test_legal_positions_tell_who_is_in_service(text: str, service: str) -> None:
    assert read_service(text) == service


def test_an_unknown_legal_position_is_refused_and_not_taken_for_active() -> None:
    with pytest.raises(UnknownWord):
        read_service("Entah")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("III/d", "III/d"),
        ("III.D", "III/d"),
        ("iiid", "III/d"),
        ("Penata Tk. I (III/d)", "III/d"),
        ("Gol. IV/a", "IV/a"),
        ("IX", "IX"),
        ("9", "IX"),
        ("Golongan VII", "VII"),
        ("-", ""),
    ],
)
def test_a_grade_is_read_in_every_spelling(text: str, grade: str) -> None:
    assert read_grade(text) == grade


@pytest.mark.parametrize(
    ("grade", "status"), [("III/d", "PNS"), ("IX", "PPPK"), ("V", "PPPK"), ("IV", ""), ("I", ""), ("", "")]
)
def test_a_grade_tells_the_status_where_nothing_else_does(grade: str, status: str) -> None:
    assert status_from_grade(grade) == status


@pytest.mark.parametrize(
    ("position", "kind", "echelon"),
    [
        ("Sekretaris Daerah", "Struktural", "II.a"),
        ("Kepala Dinas Kesehatan", "Struktural", "II.b"),
        ("Camat Nusaniwe", "", "III.a"),
        ("Kepala Bidang Mutasi", "Struktural", "III.b"),
        ("Lurah Waihoka", "Struktural", "IV.a"),
        ("Sekretaris Kelurahan Waihoka", "Struktural", "IV.b"),
        ("Kepala Sekolah", "Fungsional", ""),
        ("Guru Ahli Muda", "", ""),
    ],
)
def test_old_lists_without_an_echelon_get_a_suggestion(position: str, kind: str, echelon: str) -> None:
    assert suggest_echelon(position, kind) == echelon


def test_names_are_folded_for_comparing_and_shown_with_titles() -> None:
    assert fold_name("  Johan R.  QUE’LJOE ") == fold_name("johan r que'ljoe")
    assert full_name("MARTHA", "dr.", "S.Pd.") == "dr. MARTHA, S.Pd."
    assert full_name("MARTHA") == "MARTHA"
