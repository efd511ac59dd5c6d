"""What happens in a quarter: one process per file. Processes never import each other."""
