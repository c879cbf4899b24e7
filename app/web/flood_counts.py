"""How many requests each asker made in the running minute, kept in this process.

The library's own memory storage starts a timer thread at nearly every request that comes after a pause, a tenth of
the processor time of a sale at the till. Here old counts go when the next minute begins.
"""

import threading
import time
from typing import Any

from limits.storage import Storage


class FloodCounts(Storage):
    """A storage of `limits` for fixed windows; its address is `floods://`."""

    STORAGE_SCHEME = ["floods"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a failing storage would raise; memory does not fail."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more; the window of a key begins with its first request and lasts `expiry` seconds."""
        now = time.time()
        with self._lock:
            if now >= self._sweep_at:
                self._counts = {name: kept for name, kept in self._counts.items() if kept[1] > now}
                self._sweep_at = now + expiry
            count, end = self._counts.get(key, (0, 0.0))
            if end <= now:
                count, end = 0, now + expiry
            self._counts[key] = (count + amount, end)
            return count + amount

    def get(self, key: str) -> int:
        """The count of the running window; 0 when it is over."""
        count, end = self._counts.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window of a key ends, in seconds since 1970; now for an unknown one."""
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget all; how many were kept."""
        with self._lock:
            kept, self._counts = len(self._counts), {}
        return kept

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._lock:
            self._counts.pop(key, None)
