"""The kit for messages inside the application: kinds register, and each reader gets each event once."""
