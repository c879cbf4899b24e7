"""The tree of units as a value."""

import pytest

from app.directory.rules import TreeError, UnitTree

ROWS = [
    (1, "R", "Kota", None),
    (2, "D", "Dinas Pendidikan", 1),
    (3, "S4", "SMP Negeri 4", 2),
    (4, "K", "Dinas Kesehatan", 1),
    (5, "DU", "Sub Bagian Umum", 2),
    (6, "KU", "Sub Bagian Umum", 4),
]
TREE = UnitTree(ROWS)


@pytest.mark.parametrize(("unit", "opd"), [(1, 1), (2, 2), (3, 2), (6, 4), (99, None), (None, None)])
def test_an_opd_stands_right_below_the_root_and_the_root_is_its_own(
    unit: int | None, opd: int | None
) -> None:
    assert TREE.opd_of(unit) == opd


def test_below_holds_the_unit_and_all_under_it() -> None:
    assert TREE.below(2) == {2, 3, 5}
    assert TREE.below(1) == {1, 2, 3, 4, 5, 6}
    assert TREE.below(3) == {3}


def test_ancestors_begin_with_the_unit_and_end_with_the_root() -> None:
    assert TREE.ancestors(3) == (3, 2, 1)


def test_a_name_several_units_share_tells_nothing() -> None:
    assert TREE.by_name["smp negeri 4"] == 3
    assert TREE.by_name["sub bagian umum"] is None


def test_opds_stand_by_name() -> None:
    assert [TREE.name(opd) for opd in TREE.opds()] == ["Dinas Kesehatan", "Dinas Pendidikan"]


def test_a_city_without_units_has_an_empty_tree() -> None:
    tree = UnitTree([])
    assert (tree.root, len(tree), tree.opds(), tree.opd_of(1)) == (None, 0, (), None)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(1, "A", "A", None), (2, "B", "B", None)], "two_roots"),
        ([(1, "A", "A", None), (2, "B", "B", 9)], "unknown_parent"),
        ([(1, "A", "A", 2), (2, "B", "B", 1)], "no_root"),
        ([(1, "A", "A", None), (2, "B", "B", 3), (3, "C", "C", 2)], "cycle"),
    ],
)
def test_rows_that_form_no_tree_are_refused(
    rows: list[tuple[int, str, str, int | None]], reason: str
) -> None:
    with pytest.raises(TreeError) as refused:
        UnitTree(rows)
    assert refused.value.reason == reason
