"""What the reader makes of .csv as offices save it."""

from pathlib import Path

import pytest

from app.excel.reader import open_rows

LINES = [["NIP", "NAMA", "UNIT"], ["1", "Ani", "Dinas A"], ["2", "Béni", "Dinas B"]]


def read(tmp_path: Path, content: bytes) -> list[tuple[int, list[object]]]:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with open_rows(path) as table:
        return list(table)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_end_is_read(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    content = end.join(delimiter.join(line) for line in LINES).encode(encoding)
    assert read(tmp_path, content) == list(enumerate(LINES, 1))


def test_a_delimiter_inside_names_does_not_win(tmp_path: Path) -> None:
    content = b"NIP;NAMA\n1;Ani, S.E., M.Si.\n2;Beni, S.Pd., M.M.\n"
    assert read(tmp_path, content)[1] == (2, ["1", "Ani, S.E., M.Si."])


def test_row_numbers_are_the_lines_of_the_editor(tmp_path: Path) -> None:
    content = b'NIP;ALAMAT;NAMA\n1;"Jalan A\nRT 2";Ani\n\n2;Jalan B;Beni\n'
    assert [number for number, _cells in read(tmp_path, content)] == [1, 2, 4, 5]


def test_a_lone_quote_swallows_nobody(tmp_path: Path) -> None:
    people = [b'%d;"Ani %d;A' % (i, i) if i == 3 else b"%d;Ani %d;A" % (i, i) for i in range(1, 200)]
    found = read(tmp_path, b"NIP;NAMA;UNIT\n" + b"\n".join(people) + b"\n")
    assert len(found) == 200
    assert found[3] == (4, ["3", '"Ani 3', "A"])


def test_two_lone_quotes_swallow_nobody_between_them(tmp_path: Path) -> None:
    people = [b'%d;"Ani;A' % i if i in (3, 6) else b"%d;Ani;A" % i for i in range(1, 10)]
    assert len(read(tmp_path, b"NIP;NAMA;UNIT\n" + b"\n".join(people))) == 10


def test_a_quote_that_closes_pairwise_across_people_swallows_nobody(tmp_path: Path) -> None:
    content = b'NIP;NAMA;UNIT\n1;"Ani;A\n2;Beni;B"\n3;Cici;C\n4;Dedi;D\n'
    assert [cells[0] for _number, cells in read(tmp_path, content)] == ["NIP", "1", "2", "3", "4"]


def test_quoted_fields_lose_their_quotes_even_beside_a_broken_one(tmp_path: Path) -> None:
    found = read(tmp_path, b'NIP;NAMA\n1;"Ani"\n2;"Beni\n')
    assert [cells for _number, cells in found[1:]] == [["1", "Ani"], ["2", '"Beni']]
