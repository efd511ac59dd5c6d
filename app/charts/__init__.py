"""Charts: pure functions from results to figures, sentences and tables; a file for each view."""
