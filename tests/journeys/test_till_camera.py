"""The till's camera reads a card, and the code of the receipt that the till makes by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.counter import MARTHA_CARD
from tests.journeys.till_hands import SAGU, opened_today, part, put, save, until, with_people
from tests.pages import PageClient

SHOW = """async (text) => {
  const base = document.querySelector('script[src*="till/main.js"]').src.replace('main.js', '');
  const { drawQr } = await import(base + 'receipt.js');
  const svg = typeof text === 'string' ? drawQr(text, 'M', 'uji') : document.querySelector(text.from).cloneNode(true);
  svg.setAttribute('width', '420');
  svg.setAttribute('height', '420');
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const paper = canvas.getContext('2d');
  const picture = new Image();
  picture.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  await picture.decode();
  const draw = () => {
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, 640, 480);
    paper.drawImage(picture, 110, 30);
  };
  draw();
  const { makeDetector } = await import(base + 'camera.js');
  window.shown = { canvas, detector: makeDetector };
  navigator.mediaDevices.getUserMedia = async () => {
    setInterval(draw, 100);
    return canvas.captureStream(10);
  };
}"""


READ = "async () => (await (await window.shown.detector()).detect(window.shown.canvas)).map((one) => one.rawValue)"


def test_the_camera_reads_a_card_stays_open_and_is_shut_again(
    open_browser: Callable[..., Page], cashier: PageClient, shot: Any, axe: Any
) -> None:
    till, requested = open_browser("desktop", cashier), []
    till.on("request", lambda request: requested.append(request.url))
    with_people(opened_today(till))
    assert not any("zxing" in url for url in requested), "not before somebody wants it"
    till.evaluate(SHOW, MARTHA_CARD)
    till.click("[data-part=camera-open]")
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    expect(part(till, "camera-words")).to_have_text("MARTHA WATTIMENA")
    assert any("zxing" in url for url in requested)
    axe(till)
    shot(till, "kasir-kamera")
    expect(part(till, "camera")).to_be_visible()
    till.click(SAGU)
    expect(part(till, "camera-words")).to_contain_text("Sagu lempeng ditambahkan")
    till.keyboard.press("F8")
    expect(part(till, "camera")).to_be_hidden()
    assert till.evaluate("() => document.querySelector('video').srcObject === null")


REFUSALS = {
    "NotAllowedError": "belum diizinkan",
    "NotFoundError": "tidak punya kamera",
    "NotReadableError": "aplikasi lain",
}


def test_a_camera_that_does_not_open_says_why(till: Page) -> None:
    for name, sentence in REFUSALS.items():
        till.evaluate(
            "(name) => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', name); }; }",
            name,
        )
        till.keyboard.press("F8")
        expect(part(till, "message")).to_contain_text(sentence)
        expect(part(till, "camera")).to_be_hidden()
        expect(part(till, "camera-open")).to_have_attribute("aria-pressed", "false")


def test_the_receipt_is_made_offline_and_its_code_can_be_read(till: Page, shot: Any) -> None:
    till.context.set_offline(True)
    put(till, MARTHA_CARD, SAGU)
    save(till)
    number = till.locator(".answer [data-part=receipt]").inner_text()
    till.click("[data-part=print]")
    slip = till.locator(".slip")
    for told in (
        number,
        "Sagu lempeng",
        "Rp15.000",
        "NIP ····2009",
        "Sisa minimal Rp35.000 sampai 30 November 2026",
    ):
        expect(slip).to_contain_text(told)
    assert "198504112010012009" not in slip.inner_text()
    shot(till, "nota-tanpa-jaringan")
    till.evaluate(SHOW, {"from": ".slip-qr"})
    (read,) = till.evaluate(READ)
    address, _, code = read.partition("#")
    assert address.endswith(f"/cek/{number}") and code.startswith("2.") and code.count(".") == 2
    printed: list[int] = []
    till.expose_function("wasPrinted", lambda: printed.append(1))
    till.evaluate("() => { window.print = () => window.wasPrinted(); }")
    till.click("[data-part=slips-print]")
    until(till, lambda: printed, "the page asked for paper")
    pages = re.findall(rb"/MediaBox ?\[0 0 (\d+)", till.pdf(prefer_css_page_size=True))
    assert pages == [b"163"], "one page of the printer's own roll: 58 mm are 164 points"
    till.emulate_media(media="print")
    assert slip.evaluate("(one) => one.getBoundingClientRect().width") <= 58 / 25.4 * 96 + 1
    expect(part(till, "total")).to_be_hidden()
