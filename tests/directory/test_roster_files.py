"""What files look like: delimiters, titles above the header, old and short headers, quirky cells."""

from pathlib import Path

import pytest

from app.audit.rules import SYSTEM
from app.directory.models import Posting
from app.directory.services import RosterOutcome, apply_roster, preview_roster
from app.excel.errors import UnusableFile
from app.extensions import db
from app.shared.transaction import commit
from tests.directory.files import (
    HEADER,
    JANUARY,
    MARTHA,
    balanced,
    line,
    person,
    refusals,
    take_in,
    write_csv,
    write_xlsx,
    yohanis,
)

pytestmark = pytest.mark.sqlite  # files are read the same way whatever database stands behind


def posting_of(nip: str) -> Posting:
    return db.session.query(Posting).filter_by(employee_id=person(nip=nip).id).one()


def bring(path: Path) -> RosterOutcome:
    outcome = apply_roster(path, actor=SYSTEM, as_of=JANUARY)
    commit()
    assert balanced(outcome.plan.counts())
    return outcome


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_tables_with_any_delimiter_and_mark(city: Path, delimiter: str, encoding: str) -> None:
    rows = [HEADER, line(GELAR_BELAKANG="S.Pd"), yohanis(GELAR_BELAKANG="")]
    assert bring(write_csv(city / "p.csv", rows, delimiter, encoding)).plan.counts()["created"] == 2


def test_title_rows_above_the_header_and_columns_in_any_order(city: Path) -> None:
    order = sorted(range(len(HEADER)), key=lambda index: HEADER[index][::-1])
    titles = [["DAFTAR PEGAWAI"], ["Keadaan 1 November 2026"], []]
    rows = [[row[index] for index in order] for row in (HEADER, line(), yohanis())]
    assert bring(write_xlsx(city / "p.xlsx", rows, titles)).plan.counts()["created"] == 2
    assert posting_of(MARTHA).position == "Guru Ahli Muda"


def test_snake_case_titles_are_the_same_titles(city: Path) -> None:
    header = [title.lower().replace(" ", "_") for title in HEADER]
    assert bring(write_csv(city / "p.csv", [header, line()])).plan.counts()["created"] == 1


def test_the_old_header_is_read_and_the_grade_tells_the_status(city: Path) -> None:
    header = ["No.", "NIP", "NAMA LENGKAP", "GOLONGAN", "ESELON", "UNIT KERJA", "SATKER"]
    rows = [
        header,
        [
            1,
            MARTHA,
            "MARTHA WATTIMENA",
            "Penata Tk. I (III/d)",
            "Eselon IVa",
            "Sub Bagian Umum",
            "Dinas Kesehatan",
        ],
        [2, "198603052020211003", "Kontrak", "IX", "", "Puskesmas Nania", "Dinas Kesehatan"],
        [3, "198703052020211003", "Siapa", "", "", "Puskesmas Nania", "Dinas Kesehatan"],
    ]
    outcome = bring(write_xlsx(city / "p.xlsx", rows))
    posting = posting_of(MARTHA)
    assert (posting.status, posting.grade, posting.echelon) == ("PNS", "III/d", "IV.a")
    assert outcome.preview.state.tree.by_external_id["KU"] == posting.unit_id
    assert posting_of("198603052020211003").status == "PPPK"
    assert refusals(outcome) == [(4, "no_status")]


def test_our_own_template_is_read(city: Path) -> None:
    header = ["NIP", "NAMA", "STATUS", "GOLONGAN", "ESELON", "JENIS JABATAN", "JABATAN", "OPD", "UNIT KERJA"]
    row = [
        MARTHA,
        "Martha",
        "PPPK PW",
        "IX",
        "",
        "Fungsional Tertentu",
        "Guru",
        "Dinas Pendidikan",
        "SMP Negeri 4",
    ]
    bring(write_xlsx(city / "p.xlsx", [header, row]))
    posting = posting_of(MARTHA)
    assert (posting.status, posting.position_kind, posting.grade) == ("PPPK Paruh Waktu", "Fungsional", "IX")


def test_the_short_file_of_people_without_nip(city: Path) -> None:
    header = ["KODE", "NAMA", "STATUS", "JABATAN", "ESELON", "UNIT KERJA", "UNOR ID"]
    rows = [header, ["NA-1", "Yohana", "Non ASN", "Tenaga Honorer", "", "Sub Bagian Umum", "DU"]]
    rows += [["NA-2", "Wali Kota", "Kepala daerah", "Wali Kota", "", "Pemerintah Kota Contoh", "R"]]
    assert bring(write_csv(city / "p.csv", rows)).plan.counts()["created"] == 2
    assert person(code="NA-2").nip is None


def test_an_old_status_column_may_tell_who_is_in_service(city: Path) -> None:
    rows = [
        ["NIP", "NAMA", "STATUS", "GOL", "UNIT KERJA"],
        [MARTHA, "Martha", "Pensiun", "III/d", "SMP Negeri 4"],
    ]
    bring(write_xlsx(city / "p.xlsx", rows))
    assert (posting_of(MARTHA).service, posting_of(MARTHA).status) == ("pension", "PNS")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"NIP_BARU": 198504112010012009}, "nip_number"),
        ({"NIP_BARU": "19850411201001200"}, "nip_length"),
        ({"NIP_BARU": "19850411201001200O"}, "nip_letters"),
        ({"NIP_BARU": "198504322010012009"}, "nip_birth_date"),
        ({"NIP_BARU": "198504112010132009"}, "nip_month"),
        ({"NIP_BARU": "198504112010013009"}, "nip_sex"),
        ({"NIP_BARU": "198504112010012000"}, "nip_serial"),
        ({"NIP_BARU": ""}, "no_number"),
        ({"NAMA": ""}, "no_name"),
        ({"NAMA": "M" * 201}, "too_long"),
        ({"NAMA": "MARTHA\u202eANEMITTAW"}, "characters"),
        ({"NAMA": '=HYPERLINK("http://x","M")'}, "formula"),
        ({"ESELON_NAMA": "VI.c"}, "unknown_echelon"),
        ({"JENIS_JABATAN_NAMA": "Jabatan Rahasia"}, "unknown_position_kind"),
        ({"KEDUDUKAN_HUKUM_NAMA": "Entah"}, "unknown_service"),
        ({"JENIS_PEGAWAI_NAMA": "Relawan"}, "unknown_status"),
        ({"STATUS_CPNS_PNS": "", "JENIS_PEGAWAI_NAMA": "", "GOL_AKHIR_NAMA": ""}, "no_status"),
        ({"UNOR_ID": "FFFF", "UNOR_NAMA": "Unit Yang Tidak Ada"}, "unknown_unit"),
        ({"UNOR_ID": "", "UNOR_NAMA": "Sub Bagian Umum"}, "ambiguous_unit"),
        ({"UNOR_ID": "", "UNOR_NAMA": ""}, "no_unit"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_alone(
    city: Path, changes: dict[str, object], reason: str
) -> None:
    outcome = take_in(city, line(**changes), yohanis())
    assert refusals(outcome) == [(2, reason)]
    assert outcome.plan.counts()["created"] == 1


def test_blank_rows_are_counted_and_row_numbers_are_those_of_the_file(city: Path) -> None:
    outcome = take_in(city, line(), [""] * len(HEADER), yohanis(ESELON_NAMA="IX.z"))
    counts = outcome.plan.counts()
    assert (counts["rows"], counts["blank"], counts["created"]) == (3, 1, 1)
    assert refusals(outcome) == [(4, "unknown_echelon")]


def test_a_unit_known_by_its_unique_name_is_found_and_warned_of(city: Path) -> None:
    outcome = take_in(city, line(UNOR_ID="BARU-9"))
    assert [(one.row, one.reason) for one in outcome.plan.warnings] == [(2, "unit_by_name")]
    assert outcome.plan.counts()["created"] == 1


def test_an_implausible_year_is_only_warned_of(city: Path) -> None:
    outcome = take_in(city, line(nip="200504112010012009"))
    assert [(one.row, one.reason) for one in outcome.plan.warnings] == [(2, "odd_year")]


def test_a_list_without_echelons_suggests_but_stores_none(city: Path) -> None:
    kept = [index for index, title in enumerate(HEADER) if title != "ESELON NAMA"]
    row = line(JENIS_JABATAN_NAMA="Jabatan Struktural", JABATAN_NAMA="Kepala Dinas Pendidikan")
    header = [HEADER[index] for index in kept]
    outcome = take_in(city, [row[index] for index in kept], header=header)
    assert [(one.reason, one.facts["text"]) for one in outcome.plan.warnings] == [
        ("echelon_suggested", "II.b")
    ]
    assert posting_of(MARTHA).echelon == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"PK\x03\x04damaged", "truncated"), (b"a;b\r\n1;2\r\n", "no_header")],
)
def test_a_file_that_is_no_list_of_people_is_unusable(city: Path, content: bytes, reason: str) -> None:
    path = city / "p.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableFile) as refused:
        preview_roster(path)
    assert refused.value.reason == reason


def test_what_nobody_needs_is_stored_nowhere(city: Path) -> None:
    secret = "8171019999999999"
    take_in(city, line(NIK="'" + secret), yohanis(NIK=secret, ESELON_NAMA="VI.c"))
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            assert secret not in " ".join(map(str, row)), table.name
