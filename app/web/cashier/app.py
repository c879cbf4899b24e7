"""The till as an installed app: its shell, manifest and service worker, and the page that enrols a device.

None of these knows who asks: the shell is the till's page without anybody's data, kept by the device and shown
when there is no network, or when the device is a till of its own (docs/adr/0006).
"""

import json
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, render_template, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.settings.queries import get_city_name, is_demo
from app.web.cashier import blueprint
from app.web.cashier.till_messages import till_words
from app.web.cashier.till_page import KEPT_OFFLINE, till_page
from app.web.http.assets import assets_version, static_url

WORKER = "js/till/worker.js"
_MOST_FORMS = 8


@blueprint.get("/aplikasi")
def show_shell() -> str:
    """The till without anybody: what the service worker shows without a network.

    Rendered once for each language and name of the city: it is the longest page that anybody may ask for, and
    while it is rendered tills wait. Not for a browser with a session: a message may wait in it.
    """
    if session or current_app.jinja_env.auto_reload:
        return till_page(login=None)
    rendered: dict[tuple[Any, ...], str] = current_app.extensions.setdefault("till_shell", {})
    form = (str(get_locale()), get_city_name(), is_demo(), assets_version())
    found = rendered.get(form)
    if found is None:
        if len(rendered) >= _MOST_FORMS:
            rendered.clear()
        found = rendered[form] = till_page(login=None)
    return found


@blueprint.get("/daftar")
def show_enrolment() -> str:
    """Where a device trades the manager's code for its token, after it has looked at itself."""
    data = {
        "version": assets_version(),
        "words": till_words(),
        "urls": {"worker": url_for("cashier.send_worker")},
    }
    return render_template("cashier/enrol.html", data=data)


@blueprint.get("/manifest.webmanifest")
def send_manifest() -> Response:
    """What the home screen shows of the till."""
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
    """The service worker, headed by what it keeps. The addresses carry the version: a new one is a new worker."""
    folder = Path(str(current_app.static_folder))
    kept = {
        "version": assets_version(),
        "till": url_for("cashier.show_till"),
        "shell": url_for("cashier.show_shell"),
        "enrol": url_for("cashier.show_enrolment"),
        "files": [static_url(name) for name in sorted(_kept_files(folder))],
    }
    source = (folder / WORKER).read_text(encoding="utf-8")
    answer = Response(f"const KEPT = {json.dumps(kept)};\n{source}", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for("cashier.show_till")
    return answer


def _kept_files(folder: Path) -> set[str]:
    found = {
        path.relative_to(folder).as_posix()
        for pattern in KEPT_OFFLINE
        for path in folder.glob(pattern)
        if path.is_file()
    }
    return found - {WORKER}
