"""What a city brings in: a list of 10.000 products from file to committed rows, and a picture of 12 megapixels.

The list's floor is as for the roster: the fastest reader over the same file and one Core statement for each table with
the same rows; in turn, on SQLite. The picture is made in a process of its own: its processor time, and the most memory
it held beyond what it held before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.excel.column_widths import Column, Sheet
from app.excel.writer import write_workbook
from app.extensions import db
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.makers.models import Maker, Product, ProductPrice, PublicToken
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit
from tests.bench.bench_makers import Rows, forget_peak, import_floor, memory
from tests.bench.figures import Figure
from tests.bench.makers_city import open_city
from tests.served import ROOT

COUNT, MAKERS = 10_000, 1_000
_TITLES = ("UMKM", "PRODUK", "KATEGORI", "HARGA", "BERLAKU SEJAK", "KODE BATANG")
_TABLES = tuple(map(table, (Maker, Product, ProductPrice, PublicToken, AuditEvent)))
_SIZE = (4_000, 3_000)


def run(rounds: int = 3) -> list[Figure]:
    """The list, then the picture."""
    with tempfile.TemporaryDirectory(prefix="bench-catalogue-") as name:
        return [_list(Path(name), rounds), *_picture(rounds)]


def _list(folder: Path, rounds: int) -> Figure:
    file = folder / "products.xlsx"
    write_workbook(file, [Sheet("Data", tuple(map(Column, _TITLES)), map(_row, range(COUNT)))])
    ours, floors = [], []
    for number in range(rounds):
        spent, rows = _import(file, folder / f"list-{number}.sqlite")
        ours.append(spent)
        floors.append(import_floor(file, rows, folder / f"floor-{number}.sqlite"))
    return Figure(f"SQLite: a list of {COUNT} products, file to committed rows", median(ours), "s",
                  floor=median(floors), ratio=median(ours) / median(floors), bar=4.0)  # fmt: skip


def _row(number: int) -> tuple[Any, ...]:
    return (f"UMKM {number % MAKERS}", f"Produk {number}", "Makanan", 10_000 + number, date(2026, 1, 1), None)


def _import(file: Path, path: Path) -> tuple[float, Rows]:
    app = open_city(f"sqlite:///{path}", path.parent)
    with app.app_context():
        begin_writing()
        begin = time.perf_counter()
        done = import_file(PRODUCTS, file, actor=SYSTEM)
        commit()
        spent = time.perf_counter() - begin
        if done.counts()["created"] != COUNT:
            raise AssertionError(f"not every row was taken: {done.counts()}")
        rows = [(one, [dict(row) for row in db.session.execute(select(one)).mappings()]) for one in _TABLES]
        db.session.remove()
        db.engine.dispose()
    return spent, rows


def _picture(rounds: int) -> list[Figure]:
    words = [sys.executable, "-m", "tests.bench.bench_catalogue"]
    taken = [
        json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        for _round in range(rounds)
    ]
    small = max(one["small"] for one in taken)
    return [
        Figure("picture of 12 megapixels, processor time", median(one["cpu"] for one in taken), "s", bar=1.0),
        Figure("picture of 12 megapixels, memory it adds", max(one["kib"] for one in taken) / 1024, "MiB", bar=150.0),
        Figure("its thumbnail", small / 1000, "kB", bar=15.0),
    ]  # fmt: skip


def main() -> None:
    """Make one picture; print seconds, KiB and the bytes of its smallest size."""
    from PIL import Image

    from app.photos.encoding import encode_picture

    grain = Image.effect_noise((_SIZE[0] // 8, _SIZE[1] // 8), 40).resize(_SIZE)
    shades = Image.merge("RGB", (grain, Image.linear_gradient("L").resize(_SIZE), grain.rotate(180)))
    sent = BytesIO()
    shades.save(sent, "JPEG", quality=88)
    del grain, shades
    held, begin = forget_peak(), time.process_time()
    picture = encode_picture(sent.getvalue())
    print(json.dumps({
        "cpu": time.process_time() - begin, "kib": memory("VmHWM") - held,
        "small": min(len(one) for one in picture.files.values()),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
