"""A zone of one's own: read from tables, checked, written, and as the kernels read it."""
