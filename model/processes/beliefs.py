"""Beliefs: LPs learn from cash returns, everybody learns the odds and times of money."""

from model.arithmetic import power
from model.jit import inlined, kernel
from model.state import ANGEL, MATURE, SOCIAL_LP
from model.supply import expected_life, fee_load

LOOK_BACK_QUARTERS = 12
LOWEST_RETURN, HIGHEST_RETURN = -0.3, 0.5  # nobody believes more than this of one look back


@kernel
def update_beliefs(w, p):
    """Once a year LPs move their belief towards the cash return of the last three years. Rule 53."""
    clock = w.clock
    if clock.quarter == 0:
        for c in range(4):
            for kind in range(3):
                w.pools[c].belief[kind] = p.investors.opening_belief
    if clock.quarter % 4 != 0 or clock.quarter < LOOK_BACK_QUARTERS:
        return
    for kind in range(3):
        seen = cash_return(w, p, kind)
        weight = p.investors.belief_weight_share_per_year
        for c in range(4):
            pool = w.pools[c]
            pool.belief[kind] += weight * (seen - pool.belief[kind])


@inlined
def cash_return(w, p, kind):
    """Net yearly return on what was realised in the last three years; paper gains are left out."""
    clock = w.clock
    cost = 0
    proceeds = 0
    quarters = 0
    for back in range(1, LOOK_BACK_QUARTERS + 1):
        row = w.realised[kind, clock.quarter - back]
        cost += row.cost_fen
        proceeds += row.proceeds_fen
        quarters += row.cost_quarters
    years = p.funds.typical_hold_quarters / 4.0
    if cost > 0:
        years = max(1.0, quarters * 1000.0 / (4.0 * cost))
    belief = w.pools[SOCIAL_LP].belief[kind]
    prior = float(p.investors.evidence_weight_fen)
    life = expected_life(w, kind, p.funds.investment_quarters, p.funds.conventional_term_quarters)
    fees = fee_load(p, p.funds.investment_quarters, life)
    net = proceeds * (1.0 - min(1.0, fees))
    if net > cost:
        net -= p.funds.carry_share * (net - cost)
    multiple = (net + prior * power(1.0 + belief, years)) / (cost + prior)
    return max(LOWEST_RETURN, min(HIGHEST_RETURN, power(multiple, 1.0 / years) - 1.0))


@kernel
def update_odds(w, p):
    """Beliefs about the next round and about exits drift back to their priors. Rule 21.

    Events over cases at risk, so that firms still waiting count; never a mean of finished waits.
    What the quarter brings counts from the next one on.
    """
    belief = w.beliefs
    weight = p.rounds.prior_weight
    first = w.clock.quarter == 0
    keep = 0.0 if first else 1.0 - p.rounds.belief_fade_probability_per_quarter
    for s in range(ANGEL, MATURE + 1):
        prior = p.rounds.first_money_odds_prior * weight
        belief.found[s] = keep * belief.found[s] + (1.0 - keep) * prior
        belief.sought[s] = keep * belief.sought[s] + (1.0 - keep) * weight
        belief.money[s] = belief.found[s] / belief.sought[s]
    at_risk = 4.0 * weight
    belief.exits = keep * belief.exits + (
        1.0 - keep) * at_risk * p.exits.exit_prior_hazard_per_quarter
    belief.at_risk = keep * belief.at_risk + (1.0 - keep) * at_risk
    belief.exit_pace = belief.exits / belief.at_risk
