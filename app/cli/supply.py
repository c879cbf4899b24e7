"""`flask supply …`: agreements and the hand-kept book of consigned goods."""

from app.cli.imports import ImportGroup

commands = (ImportGroup("supply", help="Barang titipan: perjanjian dan buku titipan."),)
