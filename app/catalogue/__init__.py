"""The public catalogue of makers and their goods. It only reads."""
