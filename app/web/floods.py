"""Who is never slowed down: health probes, files of ours, and the tills' JSON door (a full queue must get
through).

Wrong passwords and codes are counted in the database instead (`app/accounts/services/tries.py`).
"""

from flask import request

from app.extensions import limiter
from app.web import flood_counts  # noqa: F401  (the storage of `floods://` makes itself known)

EXEMPT = frozenset({"static", "api.healthz", "api.readyz", "public.healthz", "public.readyz"})


@limiter.request_filter
def is_exempt() -> bool:
    """Whether this request is not counted."""
    return request.endpoint in EXEMPT or request.blueprint == "api"
