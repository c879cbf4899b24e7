"""Publishes the open figures of closed months, each once."""

import hashlib
import json

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.figures.datasets import DATASETS
from app.figures.models import OpenFigure
from app.figures.queries import list_published_periods, list_sales_of_makers
from app.months.queries import list_months
from app.months.services import lock_month
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.period import Period


def publish_closed_months(*, actor: Actor) -> list[Period]:
    """Publish all closed months that are not published yet; returns them, oldest first."""
    closed = [month.period for month in list_months() if month.is_closed]
    return [period for period in closed if _publish(period, actor)]


def _publish(period: Period, actor: Actor) -> bool:
    # Locked, so that a concurrent publishing or reopening is waited for.
    if not lock_month(period, for_closing=True).is_closed or period in list_published_periods():
        return False
    makers = list_sales_of_makers(period.first_day, period.last_day)
    to_seq, made_at = get_last_sale_id(), clock.now()
    hashes = {}
    for dataset in DATASETS.values():
        if dataset.build is None:
            continue
        content = json.dumps(dataset.build(period, makers), ensure_ascii=False)
        hashes[dataset.slug] = hashlib.sha256(content.encode()).hexdigest()
        db.session.add(
            OpenFigure(dataset=dataset.slug, period=period, made_at=made_at, to_seq=to_seq, content=content)
        )
    db.session.flush()
    details = {"month": str(period), "to_seq": to_seq, "sha256": hashes}
    record_event("figures.publish", actor=actor, subject="month", details=details)
    return True
