"""One notebook run in a fork or a kernel, the same either way. See README.md for its limits."""
