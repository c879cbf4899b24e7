"""Requests that are not rate-limited: health probes, static files, and what a till's token opens, because a full outbox
must get through. Enrolling and the API's description need no token, so they are counted.

Wrong passwords and codes are counted in the database instead (`app/accounts/services/tries.py`).
"""

from flask import request

from app.extensions import limiter
from app.web.http.policy import TILL, rule_for

EXEMPT = frozenset({"static", "api.healthz", "api.readyz"})


@limiter.request_filter
def is_exempt() -> bool:
    """Whether this request is not counted."""
    endpoint = request.endpoint
    return endpoint is not None and (endpoint in EXEMPT or rule_for(endpoint) is TILL)
