"""Several server processes, for PostgreSQL: `gunicorn --config deploy/gunicorn.conf.py wsgi:app`.

Reads the same settings as every command (JIKU_BATA_ENV or `.env`). A front (caddy, nginx) stands before it and
reads slow visitors' requests whole.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import app.web  # noqa: E402, F401  (read once here: each process then starts in a part of a second)
from config import Settings, with_file  # noqa: E402

_settings = Settings.from_environment()
_workers = with_file(os.environ).get("WORKERS", "") or "2"
if not (_workers.isascii() and _workers.isdigit() and 1 <= int(_workers) <= 64):
    raise SystemExit(f"WORKERS harus angka dari 1 sampai 64, bukan {_workers!r}")
if _settings.database_url.startswith("sqlite") and int(_workers) > 1:
    raise SystemExit(
        "SQLite dilayani satu proses: jalankan python wsgi.py, setel WORKERS=1, atau pakai PostgreSQL"
    )

bind = f"{_settings.host}:{_settings.port}"
workers = int(_workers)
worker_class = "gthread"
threads = 4
timeout = 120  # seconds; a process that no longer answers its parent is started anew
graceful_timeout = 30
umask = 0o077
preload_app = False  # each process opens its own connections and its own locks
forwarded_allow_ips = ""  # what a front says of a visitor is read once, by the application (PROXY_COUNT)
