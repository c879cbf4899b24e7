"""Figures about makers' sales: fairness for the Dinas, and open data for everybody (makers 24)."""
