"""Goods at the booths: terms, supply notes, moves, the shelf, counts."""
