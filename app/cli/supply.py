"""`flask supply …`: agreements, and handwritten books of consigned goods."""

from app.cli.imports import ImportGroup

commands = (ImportGroup("supply", help="Barang titipan: perjanjian dan buku titipan."),)
