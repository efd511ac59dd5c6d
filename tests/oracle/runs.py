"""Runs that several tests look at, kept for the rest of the session, and their tables."""

import functools
from typing import Any

from zones import WORKED

from model import ensemble
from model.parameters import BASELINE, Parameters, replaced, with_zone
from model.results import Result
from oracle import accounts, lives
from oracle.units import FEN

WORLDS = 3
INDUSTRIES = list(type(BASELINE.industries).model_fields)
STARVED: dict[str, Any] = lives.without_others(INDUSTRIES)
ENDOWED: dict[str, Any] = {**STARVED, "firms.founder_capital_myuan": 50.0}
RICH: dict[str, Any] = {
    **ENDOWED, "firms.concept_burn_myuan_per_year": 0.05,
    "firms.prototype_burn_myuan_per_year": 0.1, "firms.pilot_burn_myuan_per_year": 0.5,
    "firms.scale_burn_myuan_per_year": 1.0, "firms.mature_burn_myuan_per_year": 1.0,
}
FINANCED: dict[str, Any] = {
    path: value for path, value in ENDOWED.items()
    if path.startswith(("switches", "industries", "entry", "settings"))
}
NO_PUTS: dict[str, Any] = {"switches.redemption": False, "exits.unlimited_secondary": True}
CONCEDING: dict[str, Any] = {
    "guide.concession_share": 0.5, "guide.concession_return_per_year": 0.02}
OWN_ZONE: dict[str, Any] = {"zone": WORKED}
FIRST_LOSS: dict[str, Any] = {"guide.first_loss_share": 0.4}


def parameters_with(changes: dict[str, Any]) -> Parameters:
    """The baseline with some changes and few worlds; one of the changes may be a zone of one's own."""
    values = {path: value for path, value in changes.items() if path != "zone"}
    return with_zone(replaced(BASELINE, {"settings.replications": WORLDS, **values}), changes.get("zone"))


@functools.cache
def _run(changes: tuple[tuple[str, Any], ...]) -> Result:
    return ensemble.run(parameters_with(dict(changes)), detail=WORLDS)


def run(changes: dict[str, Any] | None = None) -> Result:
    """A detailed run of the baseline with some changes."""
    return _run(tuple(sorted((changes or {}).items())))


@functools.cache
def _transfers(changes: tuple[tuple[str, Any], ...], world: int) -> list[accounts.Transfer]:
    return accounts.transfers_of(_run(changes).ledger, world)


def transfers(changes: dict[str, Any], world: int) -> list[accounts.Transfer]:
    """The ledger of one world of such a run."""
    return _transfers(tuple(sorted(changes.items())), world)


@functools.cache
def _books_of(changes: tuple[tuple[str, Any], ...], world: int) -> dict[str, accounts.FundFlows]:
    funds = table(_run(changes).funds, world)["fund"]
    return accounts.flows_of_funds(_transfers(changes, world), funds)


def books_of(changes: dict[str, Any], world: int) -> dict[str, accounts.FundFlows]:
    """What the ledger says of every fund of one world."""
    return _books_of(tuple(sorted(changes.items())), world)


def table(frame: Any, world: int) -> Any:
    """The rows of one world."""
    assert frame is not None
    return frame[frame["replication"] == world]


def in_fen(myuan: float) -> int:
    """Million yuan in fen, exactly as long as the fen fit into a float."""
    return round(myuan * FEN)
