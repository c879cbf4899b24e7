"""What is done once before the first request is not done while a till waits."""

import gc

from flask import Flask

from app.bootstrap import warm_up


def test_before_the_first_request_templates_are_compiled_and_what_lives_is_left_to_live(app: Flask) -> None:
    try:
        warm_up(app)
        left = gc.get_freeze_count()
        cache = app.jinja_env.cache
        compiled = {name for _loader, name in cache.keys()} if cache is not None else set()
    finally:
        gc.unfreeze()
    assert left > 50_000
    assert {"auth/sign_in.html", "cashier/till.html", "layouts/base.html"} <= compiled
    assert {name for name in compiled if name.startswith("finance/")} == set()
