"""The units of the model: a million yuan in fen, a year in quarters."""

FEN_PER_MYUAN = 100_000_000
QUARTERS_PER_YEAR = 4
