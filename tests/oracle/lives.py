"""Lives of firms that no fund finances: entry, spending, work, tests, revenue, death.

Holds for runs in which nothing outside a firm moves it: no funds, no exits, no supports, no
spillovers, constant market readiness, no limit to labour, entry that does not look at money.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from oracle import luck
from oracle.units import fen, logistic, money, money_a_quarter, quarters

CONCEPT, ANGEL, VENTURE, GROWTH, MATURE = range(5)
STAGES = ("concept", "angel", "venture", "growth", "mature")
NAMES = ("concept", "prototype", "pilot", "scale", "mature")


def without_others(industries: list[str]) -> dict[str, Any]:
    """Changes to the baseline after which no firm depends on anything but its own luck."""
    changes: dict[str, Any] = {
        "settings.horizon_years": 10, "settings.opening_history_years": 4,
        "settings.run_off_years": 2, "settings.replications": 3,
        "funds.angel_count_per_vintage": 0, "funds.venture_count_per_vintage": 0,
        "funds.ma_count_per_vintage": 0, "market.outside_fund_probability": 0.0,
        "exits.listing_hazard_per_year": 0.0, "exits.bid_hazard_per_year": 0.0,
        "exits.ma_bid_hazard_per_year": 0.0, "entry.money_pull": 0.0,
        "switches.spillovers": False, "switches.readiness": False, "switches.labour_limit": False,
    }
    for name in industries:
        changes[f"industries.{name}.outside_progress_drift_per_year"] = 0.0
    return changes


@dataclass
class Stage:
    """What a stage costs and takes in one industry."""

    burn: int
    work: float
    log_odds: float


@dataclass
class Firm:
    """One firm and what is known of it."""

    name: str
    key: int
    industry: int
    founded: int
    cash: int
    quality: float
    novelty: float
    work_left: float
    stage: int = CONCEPT
    attempt: int = 0
    waiting: bool = False
    searching: bool = False
    broke: bool = False
    log_revenue: float = 0.0
    revenue: int = 0
    margin: int = 0
    outcome: str = "alive"
    ended: int | None = None
    left: int = 0
    failed_at: int = -1


@dataclass
class Lives:
    """All firms of one world, and counts by quarter from the start of the opening history."""

    firms: list[Firm] = field(default_factory=list)
    counts: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, name: str, quarter: int, amount: int = 1) -> None:
        """Count an event or an amount."""
        self.counts.setdefault(name, Counter())[quarter] += amount


class Zone:
    """One world of firms that live on their founders' capital."""

    def __init__(self, parameters: Any, replication: int) -> None:
        self.p = parameters
        settings = parameters.settings
        self.start = quarters(settings.opening_history_years)
        self.horizon = self.start + quarters(settings.horizon_years)
        self.last = self.horizon + quarters(settings.run_off_years)
        self.names = list(type(parameters.industries).model_fields)
        self.industries = [getattr(parameters.industries, name) for name in self.names]
        self.readiness = parameters.spillovers.readiness_at_opening
        world = luck.world_key(settings.seed, replication)
        self.keys = [luck.industry_key(world, k) for k in range(len(self.names))]
        self.feasible = [
            luck.uniform(key, luck.FEASIBLE, 0) >= industry.infeasible_probability
            for key, industry in zip(self.keys, self.industries, strict=True)]
        self.stages = [[self.stage(industry, s) for s in range(5)] for industry in self.industries]
        self.entrants = [0] * len(self.names)
        self.lives = Lives()

    def stage(self, industry: Any, s: int) -> Stage:
        """Declared burn, work and odds of a stage, after the industry's own factors."""
        firms, name = self.p.firms, NAMES[s]
        burn = money_a_quarter(getattr(firms, f"{name}_burn_myuan_per_year"))
        work = log_odds = 0.0
        if s < MATURE:
            work = quarters(getattr(firms, f"{name}_work_years")) * industry.work_multiple
            log_odds = getattr(firms, f"{name}_test_log_odds") - industry.difficulty
        return Stage(int(burn * industry.capital_intensity), work, log_odds)

    def run(self) -> Lives:
        """Every quarter from the start of the opening history to the end of the run-off."""
        for t in range(self.last + 1):
            for k in range(len(self.names)):
                self.enter(k, t)
            for firm in self.lives.firms:
                if firm.ended is None:
                    self.live(firm, t)
        return self.lives

    def enter(self, k: int, t: int) -> None:
        """The industry's potential entrants of the quarter decide."""
        industry, entry = self.industries[k], self.p.entry
        age = t - max(0, self.start + quarters(industry.opening_year))
        if age < 0 or t >= self.horizon:
            return
        ramp = quarters(entry.ramp_years)
        flow = 1.0 if age >= ramp else (
            entry.opening_share + (1 - entry.opening_share) * age / ramp)
        weights = sum(each.entry_weight for each in self.industries)
        mean = flow * entry.potential_entrants_count_per_year / 4 * industry.entry_weight / weights
        n = poisson(luck.uniform(self.keys[k], luck.ENTRANTS, t), mean)
        odds = entry.entry_log_odds + entry.readiness_pull * (self.readiness - 1 / 3)
        for slot in range(self.entrants[k], self.entrants[k] + n):
            key = luck.key(self.keys[k], luck.FIRM, slot)
            if luck.uniform(key, luck.ENTRY, 0) < logistic(odds):
                self.found(k, t, slot, key)
        self.entrants[k] += n

    def found(self, k: int, t: int, slot: int, key: int) -> None:
        """A firm starts with its founders' capital."""
        firms = self.p.firms
        self.lives.firms.append(Firm(
            f"{self.names[k]}-{slot}", key, k, t, money(firms.founder_capital_myuan),
            firms.quality_sd * luck.normal(key, luck.QUALITY, 0),
            luck.uniform(key, luck.NOVELTY, 0), self.stages[k][CONCEPT].work))
        self.lives.add("entries", t)

    def live(self, firm: Firm, t: int) -> None:
        """A quarter: sell, spend, work, perhaps a test, meet the market, perhaps die."""
        if firm.stage >= GROWTH:
            self.sell(firm, t)
        share = self.spend(firm, t)
        if not firm.waiting and firm.stage < MATURE:
            firm.work_left -= share
            if firm.work_left <= 1e-9:
                self.take_test(firm, t)
        if firm.stage >= GROWTH and firm.outcome == "alive":
            hazard = self.p.firms.market_death_hazard_per_year / 4 * (1 - self.readiness)
            if luck.uniform(firm.key, luck.MARKET_DEATH, t) < 1 - math.exp(-hazard):
                firm.outcome = "market"
        self.finance_itself(firm, t)
        self.bury(firm, t)
        if firm.ended is None:
            self.lives.add(f"firms_{STAGES[firm.stage]}", t)

    def sell(self, firm: Firm, t: int) -> None:
        """Log revenue moves by drift and shock; readiness and the market's size limit it."""
        firms, industry = self.p.firms, self.industries[firm.industry]
        growing = firm.stage == GROWTH and not firm.waiting
        drift = firms.growth_drift_per_year if growing else firms.mature_drift_per_year
        shock = firms.revenue_sd_per_year / 2 * luck.normal(firm.key, luck.REVENUE, t)
        firm.log_revenue += drift / 4 + shock
        cap = money_a_quarter(firms.revenue_cap_myuan_per_year) * industry.market_size
        firm.revenue = fen(min(math.exp(firm.log_revenue), cap) * self.readiness)
        firm.margin = fen(firm.revenue * industry.margin_share)
        firm.cash += firm.revenue
        self.lives.add("revenue", t, firm.revenue)

    def spend(self, firm: Firm, t: int) -> float:
        """Pay what is due or all there is; the share paid is the share of the work done."""
        burn = self.stages[firm.industry][firm.stage].burn
        if firm.waiting:
            burn = fen(burn * self.p.firms.hibernation_share)
        treasury = self.p.treasury
        tax = fen(firm.revenue * treasury.revenue_tax_share + burn * treasury.wage_tax_share)
        costs = burn + firm.revenue - firm.margin
        due, share = costs + tax, 1.0
        firm.broke = firm.cash < due
        if firm.broke:
            share = firm.cash / due
            tax = int(tax * share)
            costs = firm.cash - tax
        firm.cash -= costs + tax
        self.lives.add("spending", t, costs)
        self.lives.add("treasury_tax", t, tax)
        return share

    def take_test(self, firm: Firm, t: int) -> None:
        """Pass, setback or dead end."""
        firms, stage = self.p.firms, self.stages[firm.industry][firm.stage]
        odds = logistic(stage.log_odds + firms.quality_test_effect * firm.quality
                        - firms.novelty_difficulty * (firm.novelty - 0.5))
        if firm.stage == VENTURE and not self.feasible[firm.industry]:
            odds = 0.0
        occasion = firm.stage * 64 + min(firm.attempt, 63)
        if luck.uniform(firm.key, luck.TEST, occasion) < odds:
            self.advance(firm, t)
            return
        firm.attempt += 1
        if luck.uniform(firm.key, luck.DEAD_END, occasion) < firms.dead_end_share:
            firm.outcome, firm.failed_at = "technical dead end", firm.stage
        else:
            firm.work_left = stage.work * firms.rework_share
            self.lives.add("setbacks", t)

    def advance(self, firm: Firm, t: int) -> None:
        """On to the next stage, where money is needed first."""
        firms = self.p.firms
        if firm.stage == VENTURE:
            size = self.industries[firm.industry].market_size
            firm.log_revenue = (
                math.log(max(1.0, money_a_quarter(firms.first_revenue_myuan_per_year) * size))
                + firms.quality_revenue_effect * firm.quality
                + firms.novelty_payoff * (firm.novelty - 0.5))
        firm.stage += 1
        firm.attempt = 0
        firm.work_left = self.stages[firm.industry][firm.stage].work
        firm.waiting = firm.searching = firm.stage < MATURE
        self.lives.add("tests_passed", t)

    def finance_itself(self, firm: Firm, t: int) -> None:
        """A firm whose margin and money pay all of the stage's work and the search after it needs no round."""
        stage = self.stages[firm.industry][firm.stage]
        ahead = quarters(self.p.rounds.seek_ahead_years)
        treasury = self.p.treasury
        costs = stage.burn * (1 + treasury.wage_tax_share) + firm.revenue * treasury.revenue_tax_share
        if firm.searching and firm.outcome == "alive" and t < self.last \
                and firm.cash >= max(0, costs - firm.margin) * (stage.work + ahead):
            firm.waiting = firm.searching = False

    def bury(self, firm: Firm, t: int) -> None:
        """Firms that failed, lost their market or cannot pay end; founders get what is left."""
        if firm.outcome == "alive" and firm.broke:
            firm.outcome = "funding gap"
        if firm.outcome != "alive":
            firm.ended, firm.left = t, firm.cash
            kind = {"technical dead end": "technical", "funding gap": "funding"}
            self.lives.add(f"deaths_{kind.get(firm.outcome, firm.outcome)}", t)


def poisson(u: float, mean: float) -> int:
    """The Poisson quantile of a uniform draw."""
    n, chance = 0, math.exp(-mean)
    total = chance
    while u > total and n < 10_000:
        n += 1
        chance *= mean / n
        total += chance
    return n
