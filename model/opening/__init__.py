"""Year 0 from the data of a zone: its industries, funds and firms, in place of the simulated history."""
