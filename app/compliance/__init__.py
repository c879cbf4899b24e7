"""Standing: minimum, bought, shortfall, status of one person and month; exemptions; recap per OPD."""
