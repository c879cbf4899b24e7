"""Changes to recorded sales: reversals, resolved buyers, re-entered receipts, decisions about open items."""
