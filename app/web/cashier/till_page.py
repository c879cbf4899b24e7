"""Renders the till's page, with or without a signed-in cashier."""

from typing import Any

from flask import render_template, url_for

from app.web.cashier.till_messages import till_messages
from app.web.http.assets import assets_version

OFFLINE_FILES = (
    "vendor/bootstrap/bootstrap.min.css",
    "css/app*.css",
    "css/till*.css",
    "img/mark.svg",
    "js/base.js",
    "js/till/*.js",
    "vendor/idb/*.js",
    "vendor/noble-hashes/*.js",
    "vendor/uqr/*.js",
    "vendor/barcode-detector/*.js",
    "vendor/zxing-wasm/*.wasm",
)
"""Patterns below app/static of every file the till needs without a network."""


def till_page(*, login: dict[str, Any] | None) -> str:
    """Render the till. `login`: the signed-in cashier with an open shift; None for the shell, without personal data."""
    data = {
        "version": assets_version(),
        "login": login,
        "words": till_messages(),
        "urls": {
            "device": url_for("cashier.show_till") + "perangkat",
            "till": url_for("cashier.show_till"),
            "worker": url_for("cashier.send_worker"),
            "start": url_for("cashier.start_shift"),
            "enrol": url_for("cashier.show_enrolment"),
        },
    }
    return render_template("cashier/till.html", data=data)
