"""The kit for long jobs: subjects register kinds, one thread per process runs the queue, files are stored for a day."""
