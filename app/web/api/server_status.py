"""The state of this server, for the admin's page and for /metrics."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import make_url

from app.jobs.queries import count_unfinished
from app.settings.queries import Run, list_runs
from app.shared.version import VERSION
from app.web.api.health import find_revision, is_schema_current
from app.web.ui.sync_status import BoothBehind, get_completeness
from config import Settings


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """`database` is the engine's name; `disks`: folder → (free bytes, all bytes); `heard`: when a till last sent."""

    version: str
    database: str
    revision: str
    is_current: bool
    unfinished_reports: int
    heard: datetime | None
    behind: list[BoothBehind]
    runs: dict[str, Run]
    disks: dict[str, tuple[int, int]]

    @property
    def unsent(self) -> int:
        """Return how many sales tills have reported as not sent yet."""
        return sum(one.unsent for one in self.behind)


def get_server_status() -> ServerStatus:
    """Read the whole status with a few small queries."""
    settings: Settings = current_app.config["SETTINGS"]
    tills = get_completeness()
    return ServerStatus(
        VERSION,
        make_url(settings.database_url).get_backend_name(),
        find_revision() or "-",
        is_schema_current(),
        count_unfinished(),
        tills.until,
        tills.behind,
        list_runs(),
        {str(folder): _space(folder) for folder in _folders(settings)},
    )


def _folders(settings: Settings) -> list[Path]:
    """Return the folders to which this server writes, one per disk."""
    url = make_url(settings.database_url)
    places = [settings.instance_path]
    if url.get_backend_name() == "sqlite" and url.database:
        places.append(Path(url.database).parent)
    there = {place.stat().st_dev: place for place in places if place.is_dir()}
    return list(there.values())


def _space(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total
