"""What changes a sale's meaning later: reversals, another buyer, a receipt booked again, decisions on open items."""
