"""How the streamed workbook compares with csv and with openpyxl's write-only mode on the same rows.

`python -m tests.bench.bench_excel [--rows N] [--rounds N]`. Each writer runs in a fresh process, in turn;
figures are medians of the rounds' own ratios (issue 2, Figures; performance.md bars E1-E3).
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

WRITERS = ("csv", "ours", "openpyxl")
FEW_ROWS = 5_000


def make_rows(count: int) -> Iterator[tuple[object, ...]]:
    """Rows of the reference sheet without their running number: nine values, the amounts in whole rupiah."""
    for i in range(count):
        minimum = (i % 9 + 1) * 25_000
        spent = (i * 37 % 21) * 10_000
        nip = f"19800101200501{i % 10_000:04d}"
        yield (
            nip,
            f"Pegawai Nomor {i}",
            "Guru Ahli Pertama",
            "IV.a" if i % 50 == 0 else None,
            f"Dinas Nomor {i % 45}",
            minimum,
            spent,
            max(0, minimum - spent),
            min(1.0, spent / minimum),
        )


def write_csv(path: Path, count: int) -> None:
    """The floor: the same rows as csv."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerows((number, *row) for number, row in enumerate(make_rows(count), 1))


def write_ours(path: Path, count: int) -> None:
    """The product's writer, with letterhead, header, sums and signatures."""
    from app.excel.column_widths import Column, Sheet, Signature
    from app.excel.writer import write_workbook

    columns = (
        Column("No.", 6, "number_no"),
        Column("NIP", 22, "nip"),
        Column("Nama", 30),
        Column("Jabatan", 30),
        Column("Eselon", 10),
        Column("OPD", 30),
        Column("Minimum (Rp)", 16, "rupiah"),
        Column("Belanja (Rp)", 16, "rupiah"),
        Column("Kurang (Rp)", 16, "rupiah"),
        Column("Persentase", 12, "percent"),
    )
    signer = Signature("Ambon, 7 November 2026", ("Kepala Dinas",), "Nama", "Pembina", "NIP. 19800101")
    sheet = Sheet("Rincian", columns, make_rows(count), ("KOTA",), ("RINCIAN",), signatures=(signer, signer))
    write_workbook(path, [sheet])


def write_openpyxl(path: Path, count: int) -> None:
    """openpyxl's write-only mode with a number format per cell, as one would write it by hand."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Rincian")
    formats = ("0", "@", None, None, None, None, "#,##0", "#,##0", "#,##0", "0.0%")
    for number, row in enumerate(make_rows(count), 1):
        cells = []
        for value, number_format in zip((number, *row), formats, strict=True):
            cell = WriteOnlyCell(sheet, value)
            if number_format:
                cell.number_format = number_format
            cells.append(cell)
        sheet.append(cells)
    workbook.save(path)


def _import_what_it_needs(writer: str) -> None:
    """Before the clock starts, for each writer alike: the running product has these loaded, and `app` brings all
    of Flask and SQLAlchemy with it, which is no part of writing a workbook.
    """
    for name in {"csv": (), "ours": ("app.excel.writer",), "openpyxl": ("openpyxl.cell",)}[writer]:
        importlib.import_module(name)


def _child(writer: str, rows: int) -> None:
    _import_what_it_needs(writer)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        {"csv": write_csv, "ours": write_ours, "openpyxl": write_openpyxl}[writer](Path(folder) / "out", rows)
        seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "peak_kib": _peak_kib()}))


def _peak_kib() -> int:
    """The most memory this process ever held, in KiB; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def _measure(writer: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.bench_excel", "--child", writer, "--rows", str(rows)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return json.loads(done.stdout.splitlines()[-1])


def run(rows: int = 100_000, rounds: int = 3) -> dict[str, float]:
    """Measure and give ratios (no unit) and memory (MiB). A round of 100.000 rows takes half a minute."""
    times: dict[str, list[float]] = {writer: [] for writer in WRITERS}
    many: list[float] = []
    few: list[float] = []
    for _round in range(rounds):
        for writer in WRITERS:
            result = _measure(writer, rows)
            times[writer].append(result["seconds"])
            if writer == "ours":
                many.append(result["peak_kib"] / 1024)
        few.append(_measure("ours", FEW_ROWS)["peak_kib"] / 1024)
    by_csv = [a / b for a, b in zip(times["ours"], times["csv"], strict=True)]
    by_openpyxl = [a / b for a, b in zip(times["openpyxl"], times["ours"], strict=True)]
    return {
        "rows": rows,
        "seconds": round(median(times["ours"]), 2),
        "times_csv": round(median(by_csv), 2),
        "times_csv_bar": 3.5,
        "faster_than_openpyxl": round(median(by_openpyxl), 2),
        "faster_than_openpyxl_bar": 7,
        "peak_mib": round(median(many), 1),
        "peak_growth_mib": round(median(many) - median(few), 1),
        "peak_growth_mib_bar": 16,
    }


def main() -> None:
    """Command line: print the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", choices=WRITERS)
    options = parser.parse_args()
    if options.child:
        _child(options.child, options.rows)
    else:
        print(json.dumps(run(options.rows, options.rounds), indent=1))


if __name__ == "__main__":
    main()
