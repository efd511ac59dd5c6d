"""Every parameter of the model, declared once, in groups named like the processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from model.declare import Group, Parameter, Role, parameters_in
from model.parameters.firms import Entry, Firms, Labour
from model.parameters.funds import Funds, Patience, Redemption
from model.parameters.guide import Guide
from model.parameters.industries import Industries, Spillovers
from model.parameters.investors import Investors
from model.parameters.market import Exits, Market, Shocks
from model.parameters.rounds import Rounds
from model.parameters.settings import Settings
from model.parameters.supports import Supports, Switches, Treasury
from model.parameters.zone import Zone
from model.words import _


class Parameters(Group):
    """One complete input of the model. The default values are the baseline.

    With a zone of one's own, year 0 is as that zone is; without one a history is simulated before it.
    """

    guide: Guide = Guide()
    patience: Patience = Patience()
    investors: Investors = Investors()
    funds: Funds = Funds()
    rounds: Rounds = Rounds()
    redemption: Redemption = Redemption()
    industries: Industries = Industries()
    spillovers: Spillovers = Spillovers()
    entry: Entry = Entry()
    firms: Firms = Firms()
    labour: Labour = Labour()
    supports: Supports = Supports()
    market: Market = Market()
    exits: Exits = Exits()
    shocks: Shocks = Shocks()
    treasury: Treasury = Treasury()
    switches: Switches = Switches()
    settings: Settings = Settings()
    zone: Zone | None = None


HISTORY = "settings.opening_history_years"
"""How many years before year 0 are kept: no fund of a zone can be older."""
BASELINE = Parameters()
PARAMETERS: dict[str, Parameter] = {p.path: p for p in parameters_in(Parameters, BASELINE)}
GROUPS: dict[str, type[Group]] = {
    name: type(group) for name in Parameters.model_fields if isinstance(group := getattr(BASELINE, name), Group)
}


def value_at(parameters: Parameters, path: str) -> float | int | bool:
    """The value of the parameter with this path."""
    value: object = parameters
    for part in path.split("."):
        value = getattr(value, part)
    assert isinstance(value, (bool, int, float))
    return value


def replaced(parameters: Group, changes: Mapping[str, float | int | bool]) -> Parameters:
    """A new input with some values changed; keys are paths. Ranges are checked by the declarations."""
    data = parameters.model_dump(exclude={"zone"})
    for path, value in changes.items():
        *parents, name = path.split(".")
        node = data
        for part in parents:
            node = node[part]
        if name not in node:
            raise KeyError(path)
        node[name] = value
    return Parameters.model_validate({**data, "zone": getattr(parameters, "zone", None)})


def with_zone(parameters: Parameters, zone: Zone | None) -> Parameters:
    """The same values with another zone, or with the simulated history."""
    return parameters.model_copy(update={"zone": zone})


def status_quo(parameters: Parameters) -> Parameters:
    """The same world with every lever at its baseline: what ruled before year 0."""
    levers = {p.path: p.default for p in PARAMETERS.values() if p.role is Role.LEVER}
    return replaced(parameters, levers)


@dataclass(frozen=True)
class Contradiction:
    """Two or more values that cannot hold together, and a change that mends it."""

    paths: tuple[str, ...]
    message: str
    fix: Mapping[str, float]


SPLITS = ("angel_split", "venture_split", "ma_split")


def splits_to_one(guide: Guide) -> dict[str, float]:
    """Splits of the guide's money that add up to one and keep what was set, if that leaves something.

    What M&A funds get gives way first; else all those that stand at their defaults, in proportion.
    """
    rest = round(1 - guide.angel_split - guide.venture_split, 10)
    if rest >= 0:
        return {"guide.ma_split": rest}
    values = {name: getattr(guide, name) for name in SPLITS}
    usual = [name for name in SPLITS if values[name] == Guide.model_fields[name].default]
    rest = 1 - sum(value for name, value in values.items() if name not in usual)
    if not usual or rest < 0:
        usual, rest = list(SPLITS), 1.0
    together = sum(values[name] for name in usual)
    fixed = {name: round(rest * values[name] / together, 2) for name in usual[:-1]}
    fixed[usual[-1]] = round(rest - sum(fixed.values()), 10)
    return {f"guide.{name}": value for name, value in fixed.items()}


def contradictions(parameters: Parameters) -> list[Contradiction]:
    """Every contradiction between values that are each within range."""
    found: list[Contradiction] = []
    guide, patience, funds = parameters.guide, parameters.patience, parameters.funds
    if patience.investment_years > patience.fund_term_years:
        found.append(Contradiction(
            ("patience.investment_years", "patience.fund_term_years"),
            _("The investment period of guide-backed funds ({period:g} years) is longer than their term ({term:g} "
              "years).").format(period=patience.investment_years, term=patience.fund_term_years),
            {"patience.investment_years": patience.fund_term_years}))
    if patience.term_luck_years >= patience.fund_term_years:
        found.append(Contradiction(
            ("patience.term_luck_years", "patience.fund_term_years"),
            _("Luck in the term ({luck:g} years) leaves nothing of a term of {term:g} years.").format(
                luck=patience.term_luck_years, term=patience.fund_term_years), {"patience.term_luck_years": 0.0}))
    if funds.investment_years > funds.conventional_term_years:
        found.append(Contradiction(
            ("funds.investment_years", "funds.conventional_term_years"),
            _("The investment period ({period:g} years) is longer than the conventional term ({term:g} years).").format(
                period=funds.investment_years, term=funds.conventional_term_years),
            {"funds.investment_years": funds.conventional_term_years}))
    total = guide.angel_split + guide.venture_split + guide.ma_split
    if abs(total - 1) > 1e-9:
        found.append(Contradiction(
            ("guide.angel_split", "guide.venture_split", "guide.ma_split"),
            _("The guide's splits over angel, venture and M&A funds add up to {total:.3g} %, not to 100 %.").format(
                total=100 * total),
            splits_to_one(guide)))
    weights = [getattr(parameters.industries, n).entry_weight for n in Industries.model_fields]
    if sum(weights) <= 0:
        found.append(Contradiction(
            tuple(f"industries.{n}.entry_weight" for n in Industries.model_fields),
            _("Every industry has an entry weight of 0, so no firm could ever enter."),
            {f"industries.{n}.entry_weight": 1.0 for n in Industries.model_fields}))
    weights = [getattr(parameters.industries, n).fund_weight for n in Industries.model_fields]
    if parameters.supports.one_fund_per_industry and sum(weights) <= 0:
        found.append(Contradiction(
            tuple(f"industries.{n}.fund_weight" for n in Industries.model_fields),
            _("With one fund per industry at least one industry needs a fund weight above 0."),
            {f"industries.{n}.fund_weight": 1.0 for n in Industries.model_fields}))
    if parameters.zone is not None:
        oldest, history = parameters.zone.oldest_vintage_years, parameters.settings.opening_history_years
        if oldest > history:
            found.append(Contradiction(
                (HISTORY,),
                _("The oldest fund of the zone is {oldest:g} years old, but only {history} years before year 0 are "
                  "kept (the opening history).").format(oldest=oldest, history=history), {HISTORY: ceil(oldest)}))
    return found
