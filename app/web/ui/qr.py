"""QR codes as SVG inside the page: no file to load, and no style that the content security policy forbids."""

import io

import segno
from flask import Flask
from markupsafe import Markup


def qr_svg(text: str, label: str, level: str = "m") -> Markup:
    """Return the text as a QR code in SVG. `label` is its name for screen readers; `level` is the error correction, `l`
    for the long code of a receipt."""
    code = segno.make_qr(text, error=level)
    drawing = code.svg_inline(svgclass="qr-code", lineclass=None, omitsize=True)
    title = Markup("<title>{}</title>").format(label)
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1).replace("><path", f">{title}<path", 1))  # noqa: S704


def qr_png(text: str) -> bytes:
    """Return the text as a PNG with its quiet border, large enough for a phone's screen."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=14, border=4)
    return picture.getvalue()


def register_qr(app: Flask) -> None:
    """Give templates `qr_svg`."""
    app.jinja_env.globals["qr_svg"] = qr_svg
