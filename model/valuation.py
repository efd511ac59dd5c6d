"""What a firm is worth to an investor who expects its tests, rounds and exit. Rules 22 to 25."""

from model.arithmetic import exp, log
from model.jit import inlined, kernel
from model.luck import GRANT, uniform
from model.state import DRIFTING, GROWTH, INDUSTRY_COUNT, MATURE, WAITING, WORKING


@inlined
def logistic(x):
    """Probability with these log-odds."""
    return 1.0 / (1.0 + exp(-x))


@inlined
def policy_rules(w):
    """Are the scenario's supports in force: from year 0 to the horizon, unless cut?"""
    clock = w.clock
    return clock.quarter >= clock.start and clock.quarter < clock.horizon and w.guide.cut == 0


@inlined
def test_odds(against, trait):
    """Chance of passing a technical test, from a stage's odds against it and a firm's traits. Rule 13."""
    return 1.0 / (1.0 + against * trait)


@inlined
def trait_against(p, quality, novelty):
    """What a firm's quality and novelty multiply the odds against passing a test by. Rule 13."""
    return exp(p.firms.novelty_difficulty * (novelty - 0.5) - p.firms.quality_test_effect * quality)


@inlined
def first_log_revenue(w, p, firm):
    """Log of the quarterly revenue (fen) that a firm could have in a fully ready market. Rule 16."""
    return (log(w.industries[firm.industry].first_revenue_fen)
            + p.firms.quality_revenue_effect * firm.quality
            + p.firms.novelty_payoff * (firm.novelty - 0.5))


@inlined
def wins_lottery(p, firm):
    """Does a firm's luck win it a grant, if there are grants? Rule 62."""
    return 1 if uniform(firm.key, GRANT, 0) < p.supports.grant_lottery_share else 0


@inlined
def is_extension(firm):
    """Would a round now be one of a firm at work, in the middle of a stage? Rule 20."""
    return firm.status == WORKING and firm.stage < MATURE


@inlined
def work_ahead(w, firm):
    """Part of its stage's work that a firm still has to do; all of it while it waits for a round."""
    work = w.stages[firm.industry * 5 + firm.stage].work
    if firm.status == WAITING or work <= 0.0:
        return 1.0
    return max(0.0, min(1.0, firm.work_left / work))


@inlined
def exit_pace(w):
    """Believed chance a quarter that a selling firm can be sold."""
    return w.beliefs.exit_pace


@inlined
def odds_of_money(w, stage):
    """Believed chance that a firm which needs this round finds it."""
    return w.beliefs.money[stage]


@kernel
def set_prices(w, p):
    """Once a quarter: what firms of an industry can earn, lose and be sold for.

    Prices follow the margin of the industry and market conditions. Conditions fade at the pace of
    the cycle while a seller waits, so a later exit counts on a part of them only. Rule 25.
    """
    variance = p.firms.revenue_sd_per_quarter * p.firms.revenue_sd_per_quarter
    drift = p.firms.growth_drift_per_quarter + 0.5 * variance
    level = w.market.level
    pace = exit_pace(w)
    fading = -0.25 * log(max(1e-9, p.market.persistence_share_per_year))
    lasting = pace / (pace + fading)
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        traits = p.industries[k]
        industry.margin_share = traits.margin_share
        industry.first_revenue_fen = max(
            1.0, p.firms.first_revenue_fen_per_quarter * traits.market_size)
        industry.cap_fen = (p.firms.revenue_cap_fen_per_quarter * traits.market_size
                            * industry.readiness)
        industry.hazard = p.firms.market_death_hazard_per_quarter * (1.0 - industry.readiness)
        industry.lose_market = 1.0 - exp(-industry.hazard)
        multiple = p.exits.revenue_multiple * traits.margin_share / 0.5
        industry.price_now = 4.0 * multiple * exp(level)
        industry.price_later = 4.0 * multiple * exp(lasting * level)
        bids = p.exits.bid_hazard_per_quarter * traits.acquirer_depth * w.market.boom
        industry.bid_chance = 1.0 - exp(-bids)
        industry.ma_chance = 1.0 - exp(-p.exits.ma_bid_hazard_per_quarter * w.market.boom)
        industry.log_growth = drift * w.stages[k * 5 + GROWTH].work
        industry.scale_growth = exp(industry.log_growth)


@inlined
def enterprise_value(w, p, i):
    """Price of a selling firm in today's market, before its cash, fen as float. Rule 25."""
    firm = w.firms[i]
    return firm.revenue_fen * w.industries[firm.industry].price_now


@inlined
def selling_value(w, p, industry, revenue, rate):
    """Value of a mature firm with this quarterly revenue that waits for an exit. Rule 24.

    The exit comes at the believed pace; meanwhile revenue grows, and may be lost with its market.
    Nobody counts on more than some multiple of what an exit at once would bring.
    """
    k = w.industries[industry]
    pace = exit_pace(w)
    variance = p.firms.revenue_sd_per_quarter * p.firms.revenue_sd_per_quarter
    growth = p.exits.growth_counted_share * (p.firms.mature_drift_per_quarter + 0.5 * variance)
    most = p.exits.most_waiting_multiple
    waiting = most * pace / max(pace, most * (pace + rate + k.hazard - growth))
    return revenue * k.price_later * waiting


@inlined
def revenue_ahead(w, p, firm, mean, variance):
    """Quarterly revenue that a firm has, or is believed to have when it meets the market. Rule 23."""
    industry = w.industries[firm.industry]
    if firm.stage >= GROWTH:
        if firm.revenue_fen > 0:
            return float(firm.revenue_fen)
        # it passed its pilot this quarter and begins to sell in the next
        return max(1.0, min(exp(firm.log_revenue) * industry.readiness, industry.cap_fen))
    spread = p.firms.quality_revenue_effect
    return (industry.first_revenue_fen
            * w.stages[firm.industry * 5 + firm.stage].ready
            * exp(spread * mean + 0.5 * spread * spread * variance
                       + p.firms.novelty_payoff * (firm.novelty - 0.5)))


@inlined
def firm_value(w, p, i, stage, mean, variance, rate, work_share):
    """Value of a firm financed through `stage`, after the money (fen).

    `mean` and `variance` describe what is believed of its quality, `rate` is the log return a
    quarter that the investor asks for, `work_share` the part of the stage's work still to do.
    Backwards from the sale of a mature firm: each stage multiplies by the odds of its test and of
    the next round, discounts, and takes off that round's money. The mean of odds times revenue is
    mean revenue times the odds of a firm that is better by spread times variance; rounds are paid
    at the odds of the firm itself. Rule 23.
    """
    firm = w.firms[i]
    base = firm.industry * 5
    industry = w.industries[firm.industry]
    revenue = revenue_ahead(w, p, firm, mean, variance)
    growth = industry.scale_growth
    if stage == GROWTH and work_share < 1.0:
        growth = exp(industry.log_growth * work_share)
    later = min(industry.cap_fen, revenue * growth)
    value = selling_value(w, p, firm.industry, later, rate)
    patient = exp(-rate * w.stages[base + GROWTH].work)
    if stage == MATURE:
        return max(value * patient, selling_value(w, p, firm.industry, revenue, rate))
    # once mature, a C round would let it grow as fast once more
    larger = min(industry.cap_fen, later * industry.scale_growth)
    expanded = value * (larger / max(1.0, later)) * patient - w.stages[base + MATURE].ticket_fen
    value += odds_of_money(w, MATURE) * max(0.0, expanded - value)
    own = trait_against(p, mean, firm.novelty)
    better = own
    if stage < GROWTH:
        better = trait_against(p, mean + p.firms.quality_revenue_effect * variance, firm.novelty)
    cost = 0.0
    for s in range(GROWTH, stage - 1, -1):
        row = w.stages[base + s]
        if s < GROWTH:
            found = odds_of_money(w, s + 1)
            cost += w.stages[base + s + 1].ticket_fen
            if value <= cost:
                return 0.0
            value *= found
            cost *= found
        odds = odds_with_second(p, row, better)
        time = row.work * (1.0 + p.firms.rework_share * (1.0 - odds))
        if s == stage:
            time *= work_share
        kept = exp(-rate * time)
        value *= odds * kept
        cost *= odds_with_second(p, row, own) * kept
    return value - cost


@inlined
def odds_with_second(p, row, trait):
    """What investors believe of the odds that a firm passes a stage's test, with a possible second attempt."""
    odds = test_odds(row.against, trait)
    again = p.rounds.second_attempt_odds * (1.0 - p.firms.dead_end_share)
    return odds * (1.0 + again * (1.0 - odds))


@inlined
def odds_of_success(w, p, i, stage, mean):
    """Believed odds that a firm financed through `stage` passes all tests to come and finds their rounds."""
    firm = w.firms[i]
    trait = trait_against(p, mean, firm.novelty)
    success = 1.0
    for s in range(stage, MATURE):
        success *= odds_with_second(p, w.stages[firm.industry * 5 + s], trait)
        if s < GROWTH:
            success *= odds_of_money(w, s + 1)
    return success


@inlined
def forced_sale_wedge(w, p, industry, stage, quarters_left):
    """Expected loss from a forced sale at a fund's end: discount times chance of no exit. Rule 26."""
    if p.switches.forced_sale == 0 or p.exits.unlimited_secondary == 1:
        return 0.0
    return w.market.discount * late_odds(w, industry, stage, quarters_left)


@inlined
def late_odds(w, industry, stage, quarters_left):
    """Chance that the saleable exit comes after `quarters_left`; part of the wait is certain."""
    row = w.stages[industry * 5 + stage]
    return exp(min(0.0, (row.certain - quarters_left) * row.exit_rate))


@inlined
def expected_wait(w, industry, stage, quarters_left):
    """Expected quarters until the saleable exit, or until there are none left."""
    row = w.stages[industry * 5 + stage]
    certain = min(row.certain, quarters_left)
    return certain + (1.0 - exp(row.exit_rate * (certain - quarters_left))) / row.exit_rate


@inlined
def expected_quarters(w, industry, stage):
    """Expected time to a saleable exit from the start of a stage."""
    return w.stages[industry * 5 + stage].lead + 1.0 / exit_pace(w)


@inlined
def expected_end(w, f):
    """Legal end of a fund plus the extension that it expects."""
    fund = w.funds[f]
    if fund.extended == 1 or fund.life == DRIFTING:
        return float(fund.end)
    return fund.end + fund.extension_probability * fund.extension


@inlined
def blame(w, p, fund, i, stage, mean):
    """Mark-down by managers of state money for a chance of loss above the ceiling. Rule 47."""
    state = fund.guide_share + fund.state_share
    if p.switches.blame == 0 or state <= 0.0:
        return 0.0
    fear = 1.0 - odds_of_success(w, p, i, stage, mean) - fund.ceiling
    return min(0.9, p.guide.blame_aversion * state * max(0.0, fear))
