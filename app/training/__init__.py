"""Training of makers (makers 19): events, seats on site and online with one queue, attendance, certificates."""
