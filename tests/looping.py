"""A server of waitress in a thread of the test, with an end the test can give it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress import wasyncore


@contextmanager
def looping(server: Any, timeout: float) -> Iterator[int]:
    """Run waitress's own loop, each poll of at most so many seconds, until the block ends; its port."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.is_set():
            wasyncore.loop(timeout=timeout, map=server._map, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        is_over.set()
        server.pull_trigger()
        thread.join()
        # Closed here, after the loop: a loop that ends by itself in this moment must not close what wakes it.
        server.task_dispatcher.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()  # with the files of a long answer, which `close_all` leaves open
        wasyncore.close_all(server._map)
