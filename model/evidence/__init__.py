"""Evidence: published figures beside the same statistics of simulated firms, rounds and funds."""
