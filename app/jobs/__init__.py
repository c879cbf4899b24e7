"""The kit for long work: kinds of jobs register, one thread per process works off the queue, a file is kept a day."""
