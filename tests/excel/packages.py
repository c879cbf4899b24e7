"""Builds .xlsx files by hand, part by part, so that tests can bend any part of them."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def text_cell(reference: str, text: str) -> str:
    """A cell with inline text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(body: str, *, before: str = "", after: str = "") -> str:
    """A worksheet around the given rows."""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def rows(count: int) -> str:
    """Rows of a text and a number, from 1."""
    return "".join(
        f'<row r="{i}">{text_cell(f"A{i}", f"baris {i}")}<c r="B{i}"><v>{i}</v></c></row>'
        for i in range(1, count + 1)
    )


def workbook_part(sheets: list[tuple[str, str]], *, start: str = DECLARATION, properties: str = "") -> str:
    """workbook.xml with the given (name, state)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" state="{state}" r:id="rId{i}"/>'
        for i, (name, state) in enumerate(sheets, 1)
    )
    return (
        f'{start}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
    )


def relations(targets: list[str], extra: str = "") -> str:
    """workbook.xml.rels for worksheets at the given targets."""
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for i, target in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}{extra}</Relationships>'


def parts(*sheets: str, names: list[tuple[str, str]] | None = None, **extra: str) -> dict[str, str | bytes]:
    """All parts of a sound workbook with these worksheets; ``extra`` adds or replaces ("xl__styles.xml")."""
    names = names or [(f"Lembar {i}", "visible") for i in range(1, len(sheets) + 1)]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "xl/workbook.xml": workbook_part(names),
        "xl/_rels/workbook.xml.rels": relations(
            [f"worksheets/sheet{i}.xml" for i in range(1, len(sheets) + 1)]
        ),
    }
    made |= {f"xl/worksheets/sheet{i}.xml": body for i, body in enumerate(sheets, 1)}
    return made | {name.replace("__", "/"): text for name, text in extra.items()}


def pack(members: dict[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(*sheets: str, **options: object) -> bytes:
    """A workbook of these worksheets."""
    return pack(parts(*sheets, **options))  # type: ignore[arg-type]


def shared_strings(*texts: str, attributes: str = "") -> str:
    """sharedStrings.xml."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{DECLARATION}<sst xmlns="{MAIN}" {attributes}>{items}</sst>'
