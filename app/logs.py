"""The server's log on standard error: each line has time and level; JSON in production, plain text otherwise."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from config import Settings

PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure_logs(settings: Settings, *, for_commands: bool = False) -> None:
    """Install this process's only log handler. A command logs only warnings, in plain text."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.app_env == "production" and not for_commands:
        renamed = {"asctime": "time", "levelname": "level", "name": "logger"}
        handler.setFormatter(JsonFormatter(_FIELDS, rename_fields=renamed, datefmt="%Y-%m-%dT%H:%M:%S%z"))
    else:
        handler.setFormatter(logging.Formatter(PLAIN, "%Y-%m-%d %H:%M:%S"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING if for_commands or settings.app_env != "production" else logging.INFO)
    if settings.app_env == "production":
        # each migration is progress that somebody waits for
        logging.getLogger("alembic").setLevel(logging.INFO)
