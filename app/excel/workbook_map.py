"""Lists the sheets of a workbook, whether they are visible, and their zip members."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from defusedxml import ElementTree

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.zip_parts import checked_chunks

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
USUAL_STRINGS = "xl/sharedstrings.xml"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class SheetPart:
    """One worksheet: its name on the tab, its zip member, and whether it is visible."""

    name: str
    member: str
    visible: bool


def list_sheets(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets in tab order. UnusableFile if the references between the parts are wrong."""
    ensure_usual_workbook(archive)
    targets = _worksheet_targets(archive)
    names = set(archive.namelist())
    sheets: list[SheetPart] = []
    for element in _parse(archive, "xl/workbook.xml").iter():
        if _local(element.tag) != "sheet":
            continue
        member = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION) or "")
        if member is None:
            continue  # a chart sheet
        if member not in names:
            raise UnusableFile("damaged", part="workbook")
        visible = element.get("state", "visible") == "visible"
        sheets.append(SheetPart(element.get("name", ""), member, visible))
    if len({sheet.name for sheet in sheets}) != len(sheets):
        raise UnusableFile("damaged", part="workbook")
    if not sheets:
        raise UnusableFile("no_sheet")
    return sheets


def list_string_parts(archive: zipfile.ZipFile) -> list[str]:
    """The members that a reader may use as shared strings: by relation, and by their usual name."""
    related = {
        _member(element.get("Target", ""))
        for element in _parse(archive, "xl/_rels/workbook.xml.rels").iter()
        if element.get("Type", "").endswith("/sharedStrings")
    }
    return [name for name in archive.namelist() if name in related or name.casefold() == USUAL_STRINGS]


def ensure_usual_workbook(archive: zipfile.ZipFile) -> None:
    """Raise unless the root relation refers to the part checked here; the fast reader would follow it anywhere."""
    targets = [
        element.get("Target", "").removeprefix("/")
        for element in _parse(archive, "_rels/.rels").iter()
        if element.get("Type", "").endswith("/officeDocument")
    ]
    if targets != ["xl/workbook.xml"]:
        raise UnusableFile("damaged", part="workbook")


def _worksheet_targets(archive: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}
    for element in _parse(archive, "xl/_rels/workbook.xml.rels").iter():
        if _local(element.tag) != "Relationship" or not element.get("Type", "").endswith("/worksheet"):
            continue
        key, target = element.get("Id", ""), element.get("Target", "")
        if key in targets or ".." in target or element.get("TargetMode") == "External":
            raise UnusableFile("damaged", part="workbook")
        targets[key] = _member(target)
    return targets


def _member(target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return target if target.startswith("xl/") else "xl/" + target


def _parse(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    if member not in archive.namelist():
        raise UnusableFile("damaged", part="workbook")
    text = b"".join(checked_chunks(archive, archive.getinfo(member), limits.MAX_SMALL_PART))
    try:
        return ElementTree.fromstring(text, forbid_dtd=True)
    except ElementTree.ParseError as error:
        raise UnusableFile("damaged", part="workbook") from error


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
