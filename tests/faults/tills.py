"""Tills that never give up: each keeps its sale until the server has answered for exactly that id."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.ledger import City

ACKNOWLEDGED = frozenset({"recorded", "replayed"})


@dataclass
class Acknowledged:
    """What a client was told: amount by acknowledged id, buyers' sums, and how often each answer came."""

    amounts: dict[str, int] = field(default_factory=dict)
    bought: Counter[int] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    lines_lost: int = 0


class Tills:
    """So many clients at once, each selling until it is told to stop and then finishing what it holds."""

    def __init__(self, city: City, port: int, count: int = 8, seed: int = 7) -> None:
        self.city, self.port = city, port
        self.stopping = threading.Event()
        self.acknowledged = [Acknowledged() for _ in range(count)]
        self.threads = [
            threading.Thread(target=self._sell, args=(mine, random.Random(seed + place)), daemon=True)
            for place, mine in enumerate(self.acknowledged)
        ]

    def start(self) -> None:
        """Open all tills."""
        for thread in self.threads:
            thread.start()

    def finish(self, seconds: float = 60) -> Acknowledged:
        """Let each finish the sale it holds; what all were told together."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(seconds)
            assert not thread.is_alive(), "a till never got its answer"
        total = Acknowledged()
        for mine in self.acknowledged:
            assert not total.amounts.keys() & mine.amounts.keys()
            total.amounts |= mine.amounts
            total.bought += mine.bought
            total.results += mine.results
            total.statuses += mine.statuses
            total.lines_lost += mine.lines_lost
        return total

    def count_acknowledged(self) -> int:
        """How many sales have been acknowledged so far."""
        return sum(len(mine.amounts) for mine in self.acknowledged)

    def _sell(self, mine: Acknowledged, chance: random.Random) -> None:
        while not self.stopping.is_set():
            sales = [a_quick_sale(self.city, chance) for _ in range(chance.choice((1, 1, 1, 1, 5)))]
            self._send_until_acknowledged(sales, mine)

    def _send_until_acknowledged(self, sales: list[dict[str, Any]], mine: Acknowledged) -> None:
        waiting = {sale["id"]: sale for sale in sales}
        while waiting:
            status, results = send(self.port, self.city.token, list(waiting.values()))
            if status is None:
                mine.lines_lost += 1
            else:
                mine.statuses[status] += 1
            for one in results:
                mine.results[one["result"]] += 1
                if one["result"] in ACKNOWLEDGED:
                    _acknowledge(mine, waiting.pop(one["id"]))
            if waiting:
                time.sleep(0.06)


def _acknowledge(mine: Acknowledged, sale: dict[str, Any]) -> None:
    amount = sum(line["quantity"] * line["unit_price"] for line in sale["lines"])
    mine.amounts[sale["id"]] = amount
    mine.bought[sale["buyer"]["employee"]] += amount


def send(
    port: int, token: str, sales: list[dict[str, Any]], seconds: float = 20
) -> tuple[int | None, list[dict[str, Any]]]:
    """Send one batch on a line of its own; (None, []) where the line broke before an answer came."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        line.request("POST", "/api/v1/sales", envelope(sales), headers(token))
        answer = line.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        return None, []
    finally:
        line.close()
    return answer.status, json.loads(body)["results"] if answer.status == 200 else []


def headers(token: str) -> dict[str, str]:
    """What goes with a batch."""
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def envelope(sales: list[dict[str, Any]]) -> bytes:
    """A batch, sent now."""
    return json.dumps({"sales": sales, "sent_at": datetime.now(UTC).isoformat()}).encode()


def a_quick_sale(city: City, chance: random.Random) -> dict[str, Any]:
    """A sale of now, to one of the two employees."""
    return {
        "id": str(uuid.uuid4()),
        "sold_at": datetime.now(UTC).isoformat(),
        "cashier": "rina",
        "buyer": {"employee": chance.choice((city.employee_id, city.other_id))},
        "lines": [{"product": city.product_id, "quantity": chance.randint(1, 4), "unit_price": 15_000}],
        "payment": "cash",
    }
