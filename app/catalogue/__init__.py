"""What the public sees of makers and their goods. It only reads."""
