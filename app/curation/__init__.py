"""Curation: offers of makers' products, judged by several agencies; holds of products (makers 15, 16)."""
