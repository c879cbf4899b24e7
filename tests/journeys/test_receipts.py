"""What stays with the buyer, in a real browser: the code the till makes, and the public page that reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VECTORS = Path(__file__).parents[1] / "sales/receipt_vectors.json"
MAKE_ALL = """async ({token, vectors}) => {
  const {makeReceiptCode} = await import("/static/js/till/receipt_code.js");
  return Promise.all(vectors.map((one) => makeReceiptCode(one.sale, token, one.till)));
}"""


def test_the_till_makes_the_codes_the_server_reads(desktop: Page, session: Any) -> None:
    given = json.loads(VECTORS.read_text(encoding="utf-8"))
    desktop.goto("/masuk")
    made = desktop.evaluate(MAKE_ALL, given)
    assert made == [one["code"] for one in given["vectors"]]
