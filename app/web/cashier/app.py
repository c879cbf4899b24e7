"""The till as an installed app: its shell, manifest and service worker, and the page that enrols a device.

They are the same for everybody: the shell is the till's page without anybody's data. The device caches it and shows
it without a network, or if the device is a till with its own token (docs/adr/0006).
"""

import json
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, render_template, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.settings.queries import get_city_name, is_demo
from app.web.cashier import blueprint
from app.web.cashier.till_messages import till_messages
from app.web.cashier.till_page import OFFLINE_FILES, till_page
from app.web.http.assets import assets_version, static_url

WORKER = "js/till/worker.js"
_MOST_SHELLS = 8
"""Rendered shells that are stored: one per language, city name and version."""


@blueprint.get("/aplikasi")
def show_shell() -> str:
    """Show the till without anybody's data; the service worker shows this page without a network.

    It is rendered once per language and city name, because it is the longest public page and tills wait while it is
    rendered. For a browser with a session it is rendered anew, because the page shows flashed messages.
    """
    if session or current_app.jinja_env.auto_reload:
        return till_page(login=None)
    rendered: dict[tuple[Any, ...], str] = current_app.extensions.setdefault("till_shell", {})
    variant = (str(get_locale()), get_city_name(), is_demo(), assets_version())
    shell = rendered.get(variant)
    if shell is None:
        if len(rendered) >= _MOST_SHELLS:
            rendered.clear()
        shell = rendered[variant] = till_page(login=None)
    return shell


@blueprint.get("/daftar")
def show_enrolment() -> str:
    """Show the page on which a device tests its own features and exchanges the manager's code for a token."""
    data = {
        "version": assets_version(),
        "words": till_messages(),
        "urls": {"worker": url_for("cashier.send_worker")},
    }
    return render_template("cashier/enrol.html", data=data)


@blueprint.get("/manifest.webmanifest")
def send_manifest() -> Response:
    """Send the web app manifest: the name and icon of the till on a home screen."""
    answer = jsonify(
        {
            "name": _("Kasir Jiku Bata"),
            "short_name": _("Kasir"),
            "description": _("Kasir pojok UMKM %(city)s", city=get_city_name()),
            "lang": "id",
            "start_url": url_for("cashier.show_till"),
            "scope": url_for("cashier.show_till"),
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": "#0b5563",
            "icons": [{"src": static_url("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        }
    )
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/sw.js")
def send_worker() -> Response:
    """Send the service worker, which begins with the list of files to cache. Their URLs contain the version, so that a
    new version is a new worker."""
    folder = Path(str(current_app.static_folder))
    cached = {
        "version": assets_version(),
        "till": url_for("cashier.show_till"),
        "shell": url_for("cashier.show_shell"),
        "enrol": url_for("cashier.show_enrolment"),
        "files": [static_url(name) for name in sorted(_offline_files(folder))],
    }
    source = (folder / WORKER).read_text(encoding="utf-8")
    answer = Response(f"const CACHED = {json.dumps(cached)};\n{source}", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for("cashier.show_till")
    return answer


def _offline_files(folder: Path) -> set[str]:
    names = {
        path.relative_to(folder).as_posix()
        for pattern in OFFLINE_FILES
        for path in folder.glob(pattern)
        if path.is_file()
    }
    return names - {WORKER}
