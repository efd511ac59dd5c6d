"""Settings: how the model is run."""

from model.declare import Group, Unit, setting
from model.parameters.sources import NOTES as _NOTES


class Settings(Group):
    """How long, how often and on which luck the model is run."""

    replications: int = setting(
        200, Unit.COUNT, "Worlds",
        "How many times the same zone is run on different luck. More worlds, narrower intervals.",
        "assumption: enough for a first look; use 1,000 for a decision",
        valid=(1, 100_000), slider=(50, 1000, 50),
    )
    seed: int = setting(
        1, Unit.COUNT, "Seed",
        "Names the luck. The same seed gives the same shocks in every scenario.",
        "assumption: any whole number does", valid=(0, 2_147_483_647), slider=(0, 1000, 1),
    )
    horizon_years: int = setting(
        20, Unit.YEARS, "Horizon",
        "Years for which firms may enter and funds may be raised, from year 0.",
        "agenda: future industries take 10 to 20 years", valid=(10, 40), slider=(10, 40, 1),
    )
    opening_history_years: int = setting(
        10, Unit.YEARS, "Opening history",
        "Years run under status-quo policies before year 0, so that firms and funds are in "
        "mid-life when the scenario's policies start.",
        "assumption: one conventional fund life", valid=(4, 20), slider=(4, 20, 1),
    )
    run_off_years: int = setting(
        10, Unit.YEARS, "Run-off",
        "Years after the horizon in which nothing new starts and what exists is wound up, so that "
        "the treasury's receipts are counted to the end.",
        "assumption: longest usual fund term less the budget years", valid=(0, 25),
        slider=(0, 25, 1),
    )
    discount_rate: float = setting(
        0.03, Unit.RETURN_PER_YEAR, "Discount rate",
        "Real rate at which the treasury's money and the net social value are brought to year 0.",
        f"{_NOTES}: 3, 6 and 8 % real are all shown", valid=(0.0, 0.15), slider=(0.0, 0.1, 0.01),
        bands={"low": 0.03, "medium": 0.06, "high": 0.08},
    )
