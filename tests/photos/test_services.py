"""Photos of products: stored once by content, ordered, removed; files no row names are swept, used ones never."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.models import Maker, Product
from app.makers.services import create_maker, create_product
from app.photos.errors import PhotosFull
from app.photos.files import find_folder, is_sound, list_files, path_of, write_files
from app.photos.models import Upload
from app.photos.purging import erase_gone, erase_unused
from app.photos.queries import is_shown, list_photos
from app.photos.rules import MAX_ALT, MOST_PHOTOS
from app.photos.services import (
    add_product_photo,
    describe_photo,
    make_picture,
    put_photo_first,
    remove_product_photo,
    sweep_files,
)
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from tests.photos.pictures import picture

pytestmark = pytest.mark.both_engines


@pytest.fixture
def goods(session: Any) -> list[Product]:
    """Two products of one maker; the writing transaction is open."""
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    return [
        create_product(maker.id, name, actor=SYSTEM, unit_price=10_000, effective_from=date(2026, 1, 1))
        for name in ("Bagea", "Kopi")
    ]


def add(product: Product, colour: str) -> Any:
    return add_product_photo(product.id, make_picture(picture(colour=colour)), actor=SYSTEM)


def shown(product: Product) -> list[int]:
    return [one.id for one in list_photos([product.id]).get(product.id, [])]


def test_the_same_picture_of_two_products_is_one_file(goods: list[Product]) -> None:
    first, second = add(goods[0], "#111111"), add(goods[1], "#111111")
    assert first.upload_id == second.upload_id
    assert add(goods[0], "#111111").id == first.id
    assert len(list(list_files(find_folder()))) == 3
    stored = db.session.scalars(select(Upload)).one()
    assert stored.bytes == path_of(stored.sha256, "full").stat().st_size
    assert is_sound(find_folder(), stored.sha256)
    acts = db.session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("photos.%")))
    assert list(acts) == ["photos.add", "photos.add"]


def test_the_order_is_the_makers(goods: list[Product]) -> None:
    one, two, three = (add(goods[0], colour) for colour in ("#110000", "#220000", "#330000"))
    put_photo_first(three.id, goods[0].id, actor=SYSTEM)
    assert shown(goods[0]) == [three.id, one.id, two.id]
    describe_photo(one.id, goods[0].id, "Bagea di piring", actor=SYSTEM)
    assert [photo.alt for photo in list_photos([goods[0].id])[goods[0].id]] == ["", "Bagea di piring", ""]
    remove_product_photo(three.id, goods[0].id, actor=SYSTEM)
    assert shown(goods[0]) == [one.id, two.id]


def test_a_product_has_so_many_photos_and_no_more(goods: list[Product]) -> None:
    for number in range(MOST_PHOTOS):
        add(goods[0], f"#0000{number * 40:02x}")
    with pytest.raises(PhotosFull):
        add(goods[0], "#ffffff")


def test_words_of_a_picture_are_cut_to_what_is_stored(goods: list[Product]) -> None:
    photo = add_product_photo(goods[0].id, make_picture(picture()), actor=SYSTEM, alt="a" * 200)
    assert photo.alt == "a" * MAX_ALT
    describe_photo(photo.id, goods[0].id, "b" * 200, actor=SYSTEM)
    assert photo.alt == "b" * MAX_ALT


@pytest.mark.skipif(os.name != "posix", reason="rights of files are posix's")
def test_nobody_else_on_the_machine_reads_pictures(goods: list[Product]) -> None:
    add(goods[0], "#111111")
    for _digest, path in list_files(find_folder()):
        assert (path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)


def test_a_photo_of_another_product_is_not_there(goods: list[Product]) -> None:
    photo = add(goods[0], "#111111")
    for act in (remove_product_photo, put_photo_first):
        with pytest.raises(NotFound):
            act(photo.id, goods[1].id, actor=SYSTEM)
    with pytest.raises(NotFound):
        describe_photo(photo.id, goods[1].id, "x", actor=SYSTEM)


def _age_files() -> None:
    long_ago = clock.now().timestamp() - 3 * 86_400
    for _digest, path in list_files(find_folder()):
        os.utime(path, (long_ago, long_ago))


def test_files_that_no_row_names_are_swept_and_used_ones_stay(goods: list[Product]) -> None:
    kept = add(goods[0], "#111111")
    commit()
    lost = make_picture(picture(colour="#222222"))
    _age_files()
    young = make_picture(picture(colour="#333333"))
    os.utime(path_of(young.sha256, "full"), (clock.now().timestamp(),) * 2)
    assert sweep_files() >= 3
    assert not path_of(lost.sha256, "full").exists()
    assert path_of(young.sha256, "full").exists()
    assert is_sound(find_folder(), db.session.get_one(Upload, kept.upload_id).sha256)


def test_an_upload_nothing_points_to_goes_after_a_day_and_its_file_with_it(goods: list[Product]) -> None:
    used, gone = add(goods[0], "#111111"), add(goods[1], "#222222")
    digest = db.session.get_one(Upload, gone.upload_id).sha256
    remove_product_photo(gone.id, goods[1].id, actor=SYSTEM)
    assert not is_shown(digest)
    assert erase_unused() == 0
    db.session.get_one(Upload, gone.upload_id).made_at = clock.at_local(date(2026, 11, 1), 0, 0)
    db.session.flush()
    assert erase_unused() == 1
    commit()
    assert list(db.session.scalars(select(Upload.id))) == [used.upload_id]
    _age_files()
    assert sweep_files() == 3


def test_pictures_of_a_maker_who_stopped_go_with_the_archive_period(goods: list[Product]) -> None:
    add(goods[0], "#111111")
    later = date(2027, 1, 1)
    assert erase_gone(later, []) == 0
    maker = goods[0].maker_id

    db.session.get_one(Maker, maker).is_active = False
    db.session.flush()
    assert erase_gone(later, [maker]) == 0
    assert erase_gone(date(2026, 1, 1), []) == 0
    assert erase_gone(later, []) == 1
    assert shown(goods[0]) == []


def test_a_row_written_after_a_sweep_has_its_files_again(goods: list[Product]) -> None:
    made = make_picture(picture(colour="#444444"))
    for _digest, path in list(list_files(find_folder())):
        path.unlink()
    add_product_photo(goods[0].id, made, actor=SYSTEM)
    assert is_sound(find_folder(), made.sha256)
    write_files(made)
    commit()
    begin_writing()
