"""`flask makers …`: UMKM and their goods."""

from app.cli.imports import ImportGroup

commands = (ImportGroup("makers", help="UMKM dan produknya."),)
