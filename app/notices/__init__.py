"""The kit for messages inside the application: kinds register, and each reader is told each event once."""
