"""Adds the routes of these pages to a blueprint; they are the same for each audience."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.web.http.transaction import manages_own_transaction
from app.web.product_pages import channels, kit, photos, product, stories
from app.web.product_pages.scope import Guard, Page
from app.web.ui.uploads import takes_files

_ONE = "/produk/<id:product_id>"
_PHOTO = f"{_ONE}/foto/<id:photo_id>"


def add_product_pages(blueprint: Blueprint, guard: Guard, maker: str) -> None:
    """Add the pages of a product, and the pages of its maker below the rule `maker`."""

    def add(rule: str, endpoint: str, page: Page, *marks: Callable[[Any], Any], method: str = "GET") -> None:
        guarded = guard(page)

        def view(**place: Any) -> Any:
            return guarded(**place)

        view.__name__ = endpoint
        for mark in marks:
            view = mark(view)
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])

    add(_ONE, "show_product", product.show)
    add(f"{_ONE}/foto", "add_photo", photos.add, takes_files, manages_own_transaction, method="POST")
    add(f"{_PHOTO}/depan", "put_photo_first", photos.put_first, method="POST")
    add(f"{_PHOTO}/hapus", "remove_photo", photos.remove, method="POST")
    add(f"{_ONE}/cerita", "save_story", stories.save_story, method="POST")
    add(f"{_ONE}/tarik", "withdraw_product", stories.withdraw, method="POST")
    add(f"{_ONE}/tampilkan", "show_product_again", stories.show_again, method="POST")
    add(f"{_ONE}/promosi", "show_kit", kit.show_kit)
    add(f"{_ONE}/poster", "print_poster", kit.print_poster)
    add(f"{_ONE}/kartu-rak", "print_shelf_card", kit.print_shelf_card)
    add(f"{maker}/cerita", "edit_words", stories.edit_words)
    add(f"{maker}/cerita", "store_words", stories.edit_words, method="POST")
    add(f"{maker}/toko", "show_channels", channels.show_channels)
    add(f"{maker}/toko", "claim_channel", channels.show_channels, method="POST")
    add("/toko/<id:channel_id>/dilihat", "see_channel", channels.see, method="POST")
    add("/toko/<id:channel_id>/akhiri", "end_channel", channels.end, method="POST")
    add(f"{_PHOTO}/keterangan", "describe_photo", photos.describe, method="POST")
