"""`/metrics` for Prometheus: open only if METRICS_TOKEN is set, and to requests with it as a bearer token.

Each process counts its requests since its start under its own `worker` label; each request reads the other figures.
"""

import hmac
import os
from collections.abc import Iterator
from itertools import accumulate

from flask import Response, abort, current_app, request

from app.shared import clock
from app.web.api import blueprint
from app.web.api.openapi import Operation
from app.web.api.server_status import ServerStatus, get_server_status
from app.web.http.traffic import BOUNDS, Traffic
from config import Settings


@blueprint.get("/metrics")
@Operation("Angka untuk Prometheus; token METRICS_TOKEN", None, refuses=(401, 404))
def show_metrics() -> Response:
    """Show the figures in Prometheus' text format; 404 without METRICS_TOKEN, 401 for a wrong one."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.metrics_token:
        abort(404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.metrics_token.encode()):
        abort(401)
    lines = [*_status_lines(get_server_status()), *_traffic_lines(current_app.extensions["traffic"])]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _status_lines(status: ServerStatus) -> Iterator[str]:
    now = clock.now()
    labels = f'version="{status.version}",database="{status.database}",revision="{status.revision}"'
    yield from _gauge("jikubata_info", "Version of the code and schema of the database", [(labels, 1)])
    yield from _gauge(
        "jikubata_schema_current", "Whether the schema fits the code", [("", int(status.is_current))]
    )
    yield from _gauge("jikubata_reports_unfinished", "Reports in line", [("", status.unfinished_reports)])
    yield from _gauge("jikubata_tills_unsent", "Sales that tills said they hold", [("", status.unsent)])
    yield from _gauge(
        "jikubata_booths_behind", "Booths not heard today, or holding sales", [("", len(status.behind))]
    )
    if status.heard:
        age = (now - status.heard).total_seconds()
        yield from _gauge("jikubata_till_heard_seconds", "Since any till sent", [("", round(age))])
    good = [(f'run="{name}"', int(run.is_good)) for name, run in status.runs.items()]
    yield from _gauge("jikubata_run_good", "Whether the last run ended well", good)
    ages = [
        (f'run="{name}"', round((now - run.good_at).total_seconds()))
        for name, run in status.runs.items()
        if run.good_at
    ]
    yield from _gauge("jikubata_run_good_age_seconds", "Since the last run that ended well", ages)
    free = [(f'folder="{folder}"', space[0]) for folder, space in status.disks.items()]
    yield from _gauge("jikubata_disk_free_bytes", "Free space where this server writes", free)


def _gauge(name: str, words: str, values: list[tuple[str, int]]) -> Iterator[str]:
    yield f"# HELP {name} {words}."
    yield f"# TYPE {name} gauge"
    for labels, value in values:
        yield f"{name}{{{labels}}} {value}" if labels else f"{name} {value}"


def _traffic_lines(traffic: Traffic) -> Iterator[str]:
    worker = f'worker="{os.getpid()}"'
    yield "# HELP jikubata_requests_total Answers of this process."
    yield "# TYPE jikubata_requests_total counter"
    for (method, status), count in sorted(traffic.answers.copy().items()):
        yield f'jikubata_requests_total{{{worker},method="{method}",status="{status}"}} {count}'
    yield "# HELP jikubata_request_seconds Time to answer."
    yield "# TYPE jikubata_request_seconds histogram"
    sums = list(accumulate(traffic.buckets))
    for bound, count in zip([*map(str, BOUNDS), "+Inf"], sums, strict=True):
        yield f'jikubata_request_seconds_bucket{{{worker},le="{bound}"}} {count}'
    yield f"jikubata_request_seconds_sum{{{worker}}} {traffic.seconds:.6f}"
    yield f"jikubata_request_seconds_count{{{worker}}} {sums[-1]}"
