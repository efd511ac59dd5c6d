"""The worlds in which the model is held against figures, as shipped scenarios."""

from __future__ import annotations

from functools import cache

from model.parameters import Parameters
from model.scenario import Scenario, find

SCENARIOS = {"us": "us_reference", "china": "baseline", "patient": "patient_guide"}
LABELS = {"us": "A US reference world", "china": "The zone", "patient": "The zone under a patient guide"}
CALIBRATED = ("us", "china")
"""The two worlds of the fit; they share what firms, tests and rounds are."""


@cache
def world_of(name: str) -> Parameters:
    """The parameters of a world: `us`, `china` or `patient`."""
    return Scenario.load(find(SCENARIOS[name])).parameters
