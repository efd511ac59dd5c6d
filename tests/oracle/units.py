"""Parameters in quarters and fen, converted here once more and not by the model."""

import math

FEN = 100_000_000


def fen(amount: float) -> int:
    """Whole fen, rounded half up."""
    return math.floor(amount + 0.5)


def money(myuan: float) -> int:
    """Million yuan in fen."""
    return round(myuan * FEN)


def money_a_quarter(myuan_per_year: float) -> int:
    """Million yuan a year in fen a quarter."""
    return round(myuan_per_year * FEN / 4)


def quarters(years: float) -> int:
    """Years in quarters."""
    return round(years * 4)


def compound(return_per_year: float) -> float:
    """A yearly return as the return of one quarter."""
    return float((1 + return_per_year) ** 0.25 - 1)


def logistic(log_odds: float) -> float:
    """Probability with these log-odds."""
    if log_odds < -700:
        return 0.0
    return 1 / (1 + math.exp(-log_odds))
