"""The application for servers; run as a script it migrates, fills the demo city when empty, and serves."""

import errno
import gc
import logging
import os
import select
import signal
import sys
import threading
from typing import Any, NoReturn

os.umask(0o077)  # only this process's user may read the files it creates: database, backups, uploads, reports
gc.disable()  # nothing loaded at start is ever garbage; collecting took half the time of every start and command

from app import create_app  # noqa: E402  (no file may be created before the umask is set)
from app.bootstrap import check_before_serving, close_files_to_others, warm_up  # noqa: E402
from app.logs import configure_logs  # noqa: E402
from app.shared.version import VERSION  # noqa: E402
from config import Settings  # noqa: E402

log = logging.getLogger("jiku-bata")

app = create_app()
gc.freeze()
gc.enable()
close_files_to_others(app.config["SETTINGS"])
_is_command = os.environ.get("FLASK_RUN_FROM_CLI") == "true"
configure_logs(app.config["SETTINGS"], for_commands=_is_command)
if __name__ != "__main__" and not _is_command:
    check_before_serving(app)  # a server imported this module; commands make their own checks
    warm_up(app)


def main() -> None:
    """Run `python wsgi.py`: prepare the database, print the address, serve."""
    from app.bootstrap import prepare_database  # noqa: PLC0415  (only the script needs it)

    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        for sentence in prepare_database(settings):
            print(sentence, flush=True)
    check_before_serving(app)
    serve(settings)


def serve(settings: Settings) -> None:
    """Serve until stopped. SIGTERM lets the running requests finish."""
    from waitress.server import create_server  # noqa: PLC0415

    from app.connections import guard_connections  # noqa: PLC0415
    from app.server import THREADS, THREADS_ON_SQLITE, PriorityDispatcher  # noqa: PLC0415

    warm_up(app)
    threads = THREADS_ON_SQLITE if settings.database_url.startswith("sqlite") else THREADS
    sys.setswitchinterval(
        0.001
    )  # a sale waits for the interpreter lock some twenty times, this many seconds each
    signal.signal(signal.SIGTERM, _stop)
    try:
        server: Any = create_server(
            app,
            _dispatcher=PriorityDispatcher(threads),
            host=settings.host,
            port=settings.port,
            connection_limit=2_000,  # never reached: app/connections.py closes connections earlier
            channel_timeout=300,
            asyncore_use_poll=hasattr(select, "poll"),  # select() fails above 1,024 files
            max_request_header_size=16 * 1024,
            inbuf_overflow=64 * 1024,
            ident=None,
            max_request_body_size=16 * 1024 * 1024,
            trusted_proxy=None,
            # ProxyFix reads the X-Forwarded headers of a trusted proxy; without a proxy nobody's are read.
            clear_untrusted_proxy_headers=settings.proxy_count == 0,
        )
    except OSError as error:
        raise SystemExit(_cannot_listen(settings, error)) from None
    guard_connections(server)
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  (printed, not bound)
    print(f"\n  Siap. Buka http://{host}:{settings.port}\n  Berhenti: Ctrl+C\n", flush=True)
    threading.current_thread().name = "waitress"
    log.info("started: version %s at %s:%d", VERSION, settings.host, settings.port)
    server.run()
    log.info("stopped")


def _cannot_listen(settings: Settings, error: OSError) -> str:
    address = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"Alamat {address} sudah dipakai program lain. Hentikan program itu, atau pilih PORT lain."
    if error.errno == errno.EACCES:
        return f"Tidak berhak membuka {address}. Pilih PORT di atas 1023; di depannya caddy atau nginx."
    return f"Alamat {address} tidak dapat dipakai: {error.strerror}. Periksa HOST dan PORT."


def _stop(_signal: int, _frame: Any) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
