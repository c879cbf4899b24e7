"""What a hashing process runs: one line of JSON in, one out, until its input ends. Started by `hashing.py`.

It steps behind every other process of the machine and shares no interpreter lock with the tills' requests. When
the server dies, however that happens, its input ends and so does it.
"""

import contextlib
import json
import os
import sys
from typing import BinaryIO

from werkzeug.security import check_password_hash, generate_password_hash

BEHIND = 10
"""Of 19 steps of niceness: what sells goes first at once, and still a sign-in gets its share of a busy machine."""


def answer(job: dict[str, str]) -> str | bool:
    """{"password", "method"} → its new hash; {"password", "kept"} → whether it belongs to that hash."""
    if "kept" in job:
        return check_password_hash(job["kept"], job["password"])
    return generate_password_hash(job["password"], method=job["method"])


def main(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends."""
    with contextlib.suppress(
        AttributeError, OSError
    ):  # Windows has no niceness; hashing.py asks it otherwise
        os.nice(BEHIND)
    for line in jobs:
        answers.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches the server's whole group
        main(sys.stdin.buffer, sys.stdout.buffer)
