"""URLs of our css, js and pictures: each contains a hash of all these files, so that browsers may cache them for long.

The hash is in the path, not in the query: a module's relative `import "./queue.js"` and a style sheet's `url(...)`
then inherit it, so that files of two versions are never mixed.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

FOREVER = 31_536_000
"""A year in seconds, the longest time that caches accept."""
HASH_PREFIX = "v-"
"""The path segment with the hash begins with this."""
_REDUNDANT_HEADERS = ("Content-Disposition", "Expires", "Last-Modified")
"""`Cache-Control` and `ETag` give the same information; a till's first load is sixty files."""


def tree_hash(folder: Path) -> str:
    """Return twelve hex digits that change when any file below the folder changes its name or content."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def assets_version() -> str:
    """Return the hash that this process serves; in debug mode it is computed each time, so that an edited style shows
    at once."""
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
    return url_for("static", filename=f"{HASH_PREFIX}{assets_version()}/{filename}")


def serve_static(filename: str) -> Response:
    """Send a file: cached for a year under the current hash, revalidated each time under any other URL."""
    first, _, rest = filename.partition("/")
    has_hash = first.startswith(HASH_PREFIX) and bool(rest)
    is_current = has_hash and first == f"{HASH_PREFIX}{assets_version()}"
    name = rest if has_hash else filename
    response = send_from_directory(str(current_app.static_folder), name, max_age=FOREVER if is_current else 0)
    for header in _REDUNDANT_HEADERS:
        response.headers.pop(header, None)
    if is_current:
        response.cache_control.public = True
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    if response.status_code == 304:
        response.close()  # nobody reads the body, so nobody else closes the file
    else:  # also for HEAD: the compression reads the body first
        response.direct_passthrough = False
        response.get_data()  # read now: compressing a stream would leave its file open
    return response


def register_assets(app: Flask) -> None:
    """Serve the static folder with `serve_static`, and give templates `static_url`."""
    app.view_functions["static"] = serve_static
    app.jinja_env.globals["static_url"] = static_url
