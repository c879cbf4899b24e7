"""What the makers' side came to, in figures: fairness for the Dinas, and open figures for everybody (makers 24)."""
