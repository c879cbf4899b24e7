"""Reads every file of a folder in this process and says what came of each, one line of JSON per file.

Run as a child (`python -m tests.excel.judge FOLDER`): a reader that aborts takes only this process along.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from app.excel.errors import UnusableFile
from app.excel.reader import open_rows


def peak_mib() -> float:
    """The most memory this process ever held (MiB); 0 where /proc does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def judge(path: Path) -> str | int:
    """The reason code of a refusal, or the number of rows."""
    try:
        with open_rows(path) as table:
            return sum(1 for _row in table)
    except UnusableFile as refusal:
        return refusal.reason


def main(folder: str) -> None:
    """Judge all files of the folder."""
    start = peak_mib()
    for path in sorted(Path(folder).iterdir()):
        began = time.process_time()
        outcome = judge(path)
        seconds = time.process_time() - began
        line = {"name": path.name, "outcome": outcome, "seconds": seconds, "extra_mib": peak_mib() - start}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
