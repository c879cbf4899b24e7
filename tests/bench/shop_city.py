"""A shop to measure with: makers and products with their public names, filled past the services."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from app.extensions import db
from app.makers.models import Maker, Product, ProductPrice, ProductStory, PublicToken
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing
from tests.bench.makers_city import SINCE, open_city

WORDS = ("bagea", "kenari", "sagu", "rempah", "kopi", "tenun", "abon", "cengkih", "pala", "roti")
"""Words of names: each stands in a tenth of the goods, however many there are."""


def token_of(number: int) -> str:
    """The public name of a product."""
    return f"p{number:07d}"


def make_shop(url: str, folder: Path, products: int, makers: int) -> Flask:
    """A city with so many products of so many makers, all on show with a price; no booth, no sale."""
    app = open_city(url, folder)
    with app.app_context():
        begin_writing()
        for model, rows in _rows(products, makers):
            db.session.execute(insert(table(model)), rows)
        db.session.commit()
        db.session.info.pop("writing", None)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        db.session.remove()
    return app


def _rows(products: int, makers: int) -> list[tuple[type[Any], list[dict[str, Any]]]]:
    at, everyone, goods = clock.now(), range(1, makers + 1), range(1, products + 1)
    return [
        (Maker, [{"id": n, "name": f"UMKM {n}", "search_name": f"umkm {n}", "created_at": at} for n in everyone]),
        (Product, [
            {"id": n, "maker_id": 1 + n % makers, "name": name_of(n), "search_name": name_of(n).casefold(),
             "category": ("Makanan", "Minuman", "Kerajinan")[n % 3], "created_at": at} for n in goods
        ]),
        (ProductStory, [
            {"product_id": n, "story": story_of(n), "how_made": "Dikerjakan tiga orang di dapur.", "changed_at": at}
            for n in goods
        ]),
        (ProductPrice, [
            {"product_id": n, "effective_from": SINCE, "unit_price": 10_000 + n % 50 * 1_000, "recorded_at": at}
            for n in goods
        ]),
        (PublicToken, [
            {"kind": kind, "target_id": n, "token": f"{kind[0]}{n:07d}", "made_at": at}
            for kind, numbers in (("product", goods), ("maker", everyone)) for n in numbers
        ]),
    ]  # fmt: skip


def name_of(number: int) -> str:
    """A product's name: two of the words, and a number of its own."""
    return f"{WORDS[number % 10].title()} {WORDS[number // 10 % 10]} {number}"


def story_of(number: int) -> str:
    """What is told of a product: common words, one of the words of names, and one of a thousand rare ones."""
    return f"Resep dari Oma, dimasak pelan-pelan, {WORDS[number // 100 % 10]} dari kebun keluarga w{number % 1000}."


def main() -> None:
    """Fill the database of the environment with a small shop; the server's process is another one."""
    make_shop(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))


if __name__ == "__main__":
    main()
