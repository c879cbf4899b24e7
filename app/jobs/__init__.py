"""The kit for long work: kinds of jobs register, one thread per process runs the queue, a file is stored for a day."""
