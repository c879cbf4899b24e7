"""Makers (UMKM) and their products, with dated prices."""
