"""Addresses of our css, js and pictures: each carries a hash of all of them, so browsers may keep them long.

The hash stands in the path, not in a query: a module's relative `import "./queue.js"` and a style sheet's
`url(...)` then inherit it, and nothing old is ever mixed with something new.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

FOREVER = 31_536_000
"""A year in seconds, the longest time that caches accept."""
MARKED = "v-"
"""How the part of an address with the hash begins."""
_SAID_TWICE = ("Content-Disposition", "Expires", "Last-Modified")
"""A file's age and mark give the same information; a till's first load is sixty files."""


def tree_hash(folder: Path) -> str:
    """Return twelve hex digits that change when any file below the folder changes its name or content."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def assets_version() -> str:
    """Return the hash that this process serves; in debug mode it is computed anew, so that an edited style shows at
    once."""
    folder = Path(str(current_app.static_folder))
    if current_app.debug:
        return tree_hash(folder)
    cached: dict[str, str] = current_app.extensions.setdefault("assets", {})
    if "version" not in cached:
        cached["version"] = tree_hash(folder)
    return cached["version"]


def static_url(filename: str) -> str:
    """Return the address of a file in app/static, e.g. `css/app.css`. FileNotFoundError for a missing one."""
    if not (Path(str(current_app.static_folder)) / filename).is_file():
        raise FileNotFoundError(filename)
    return url_for("static", filename=f"{MARKED}{assets_version()}/{filename}")


def serve_static(filename: str) -> Response:
    """Send a file: cached for a year under the present hash, revalidated each time under any other address."""
    mark, _, rest = filename.partition("/")
    versioned = mark.startswith(MARKED) and bool(rest)
    fresh = versioned and mark == f"{MARKED}{assets_version()}"
    name = rest if versioned else filename
    response = send_from_directory(str(current_app.static_folder), name, max_age=FOREVER if fresh else 0)
    for name in _SAID_TWICE:
        response.headers.pop(name, None)
    if fresh:
        response.cache_control.public = True
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    if response.status_code == 304:
        response.close()  # no body will be read, so nobody else closes the file
    else:  # HEAD, too: what packs the answer looks at its body first
        response.direct_passthrough = False
        response.get_data()  # read at once: compressing a stream would leave its file open
    return response


def register_assets(app: Flask) -> None:
    """Serve the static folder with `serve_static`, and give templates `static_url`."""
    app.view_functions["static"] = serve_static
    app.jinja_env.globals["static_url"] = static_url
