"""What sells at a booth: tills (devices and their tokens), shifts, numbered paper sheets."""
