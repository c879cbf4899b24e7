"""The application for servers; run as a script it migrates, fills the demo city when empty, and serves."""

import os
import signal
import sys
import threading
from typing import Any, NoReturn

from app import create_app
from app.key_check import ensure_right_key
from config import Settings

app = create_app()
if __name__ != "__main__" and os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    ensure_right_key(app)  # a server imported this; commands look for themselves


def main() -> None:
    """`python wsgi.py`: everything a newcomer needs, with one address at the end."""
    from app.starting import prepare_database  # noqa: PLC0415  (only the script needs it)

    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        for sentence in prepare_database(settings):
            print(sentence, flush=True)
    ensure_right_key(app)
    serve(settings)


def serve(settings: Settings) -> None:
    """Serve until stopped. SIGTERM lets the running requests finish."""
    from waitress.server import create_server  # noqa: PLC0415

    from app.serving import Lanes  # noqa: PLC0415

    sys.setswitchinterval(0.001)  # a sale waits for the interpreter some twenty times; each wait is this long
    signal.signal(signal.SIGTERM, _stop)
    server: Any = create_server(
        app,
        _dispatcher=Lanes(),
        host=settings.host,
        port=settings.port,
        connection_limit=1000,
        channel_timeout=30,
        ident=None,
        max_request_body_size=16 * 1024 * 1024,
        trusted_proxy=None,
        # Behind a front its words about the visitor are read once, by the application; without one nobody's are.
        clear_untrusted_proxy_headers=settings.proxy_count == 0,
    )
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  (shown, not bound)
    print(f"\n  Siap. Buka http://{shown}:{settings.port}\n  Berhenti: Ctrl+C\n", flush=True)
    threading.current_thread().name = "waitress"
    server.run()


def _stop(_signal: int, _frame: Any) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
