"""Training of makers (makers 19): courses, seats on site and online with one queue, attendance, certificates."""
