"""Units (OPD tree), employees, and their postings by date."""
