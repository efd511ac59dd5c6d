"""What the guide has to give, what LPs ask for and expect, and so what they offer to a fund. Rules 43, 52 to 55."""

from model.arithmetic import exp, fen, log
from model.jit import inlined
from model.shares import track_row
from model.state import ANGEL, INDUSTRY_COUNT, MATURE, SOCIAL_LP, STATE_LP, TRACK_ROWS, VENTURE
from model.valuation import expected_wait, late_odds, policy_rules

# limits that keep arithmetic finite at the edges of the declared ranges
LEAST_INVESTABLE_SHARE = 0.3
LARGEST_GUIDE_SHARE = 0.9
LEAST_LOG_RESPONSE, MOST_LOG_RESPONSE = -3.0, 1.5


@inlined
def number_of_funds(p, kind):
    """Funds of a kind that managers try to raise in a vintage."""
    if kind == 0:
        return p.funds.angel_count_per_vintage
    if kind == 1:
        return p.funds.venture_count_per_vintage
    return p.funds.ma_count_per_vintage


@inlined
def target_size(p, kind):
    """Target size of a fund of a kind, fen."""
    if kind == 0:
        return p.funds.angel_size_fen
    if kind == 1:
        return p.funds.venture_size_fen
    return p.funds.ma_size_fen


@inlined
def interference_chance(p, share):
    """Chance that a deal ignores the manager's signal. Rule 49."""
    above = max(0.0, share - p.guide.interference_threshold)
    return min(1.0, p.guide.interference * (1.0 - p.guide.market_orientation) * above)


@inlined
def typical_stage(kind):
    """Stage of the round in which a fund of a kind mostly invests."""
    if kind == 0:
        return ANGEL
    return VENTURE if kind == 1 else MATURE


@inlined
def expected_life(w, kind, investment_quarters, term_quarters):
    """Quarters from first close to wind-up: the last deals are made at the end of the investment period. Rule 52.

    They are sold when rule 26 expects it, or at the end of the term.
    """
    left = max(0.0, term_quarters - investment_quarters)
    wait = 0.0
    for k in range(INDUSTRY_COUNT):
        wait += expected_wait(w, k, typical_stage(kind), left) / INDUSTRY_COUNT
    return investment_quarters + wait


@inlined
def expected_lock_up(w, p, fund):
    """Quarters that LPs expect to be locked in. Under unlimited secondary money the term is void. Rule 52."""
    if p.exits.unlimited_secondary == 1:
        return expected_life(w, fund.kind, p.funds.investment_quarters, p.funds.conventional_term_quarters)
    term = fund.term + fund.extension_probability * fund.extension
    return expected_life(w, fund.kind, fund.invest_until - fund.vintage, term)


@inlined
def required_net_return(p, fund):
    """What social LPs ask for: risk, lock-up beyond the usual, unknown managers. Rule 52."""
    asked = p.investors.risk_free + p.investors.risk_premium
    if p.switches.lock_up_premium == 1:
        longer = fund.lock_up - p.investors.usual_lock_up_quarters
        asked += p.investors.lock_up_premium * max(0.0, longer) / 4.0
    return asked + p.investors.quality_aversion * p.funds.skill_sd


@inlined
def fee_load(p, period_quarters, life_quarters):
    """All fees of a fund over its commitments: full at first, then on the money still at work."""
    late = p.funds.late_fee_base_share * max(0.0, life_quarters - period_quarters)
    return p.funds.fee_share * (period_quarters + late) / 4.0


@inlined
def expected_net_return(w, p, past, f):
    """What LPs expect of a fund: beliefs from cash, and what its terms change. Rule 53."""
    fund = w.funds[f]
    expected = w.pools[SOCIAL_LP].belief[fund.kind]
    expected += horizon_gain(w, p, past, fund)
    expected += p.investors.track_record_weight * track_record(w, p, fund)
    if fund.backed == 1:
        g = min(LARGEST_GUIDE_SHARE, fund.guide_share)
        kept = exp(4.0 * p.guide.concession_log_return_per_quarter) - 1.0
        expected += p.guide.concession_share * max(0.0, expected - kept) * g / (1.0 - g)
        expected += p.investors.first_loss_worth * p.guide.first_loss_share * g / (1.0 - g)
        if p.switches.interference == 1:
            expected -= p.investors.interference_cost * interference_chance(p, g)
    return expected + credit_gain(w, p)


@inlined
def credit_gain(w, p):
    """Return a year that a tax credit adds, as long as it is paid: each yuan called costs the LP less. Rule 53."""
    if p.investors.social_credit_share <= 0.0 or w.guide.cut == 1:
        return 0.0
    return -log(1.0 - p.investors.social_credit_share) * 4.0 / p.funds.typical_hold_quarters


@inlined
def horizon_gain(w, p, past, fund):
    """Return won or lost because forced sales are rarer or more common than in the usual term.

    A typical deal is made in the middle of the investment period.
    """
    if p.switches.forced_sale == 0 or p.exits.unlimited_secondary == 1:
        return 0.0
    stage = typical_stage(fund.kind)
    own = fund.term + fund.extension_probability * fund.extension
    own -= 0.5 * (fund.invest_until - fund.vintage)
    t = past.patience
    usual = p.funds.conventional_term_quarters + t.extension_probability * t.extension_quarters
    usual -= 0.5 * p.funds.investment_quarters
    if own == usual:
        return 0.0
    late = 0.0
    late_usual = 0.0
    for k in range(INDUSTRY_COUNT):
        late += late_odds(w, k, stage, own) / INDUSTRY_COUNT
        late_usual += late_odds(w, k, stage, usual) / INDUSTRY_COUNT
    discount = w.market.discount
    gain = log((1.0 - discount * late) / (1.0 - discount * late_usual))
    return gain * 4.0 / p.funds.typical_hold_quarters


@inlined
def peers_multiple(w, kind):
    """Cash proceeds over cost of all managers of a kind so far; 0 if nothing came back."""
    cost = 0
    proceeds = 0
    for row in range(TRACK_ROWS):
        cost += w.track[kind, row, 0]
        proceeds += w.track[kind, row, 1]
    return proceeds / max(1, cost)


@inlined
def track_record(w, p, fund):
    """A manager's earlier cash multiple against its peers', as a yearly return.

    A short record is drawn towards the peers' multiple.
    """
    row = track_row(fund)
    peers = w.market.peers_multiple[fund.kind]
    if peers == 0.0:
        return 0.0
    prior = float(p.investors.evidence_weight_fen)
    own = (w.track[fund.kind, row, 1] + prior * peers) / (w.track[fund.kind, row, 0] + prior)
    return log(own / peers) * 4.0 / p.funds.typical_hold_quarters


@inlined
def social_offer(w, p, past, f, scale):
    """Social capital on offer for one fund: pool, pace, and expected less required return. Rule 54."""
    fund = w.funds[f]
    free = w.pools[SOCIAL_LP].on_offer_fen
    spread = 0.0
    if p.switches.supply_response == 1:
        spread = expected_net_return(w, p, past, f) - required_net_return(p, fund)
    offer = kind_share(p, fund.kind) * scale * p.investors.commitment_share * free
    offer *= response(p.investors.return_elasticity * spread)
    offer *= exp(p.investors.market_sensitivity * w.market.level)
    since = w.clock.quarter - w.clock.start
    s = p.shocks
    if since >= s.drought_from_quarter and since < s.drought_from_quarter + s.drought_quarters:
        offer *= 1.0 - s.drought_depth_share
    if since >= s.flood_from_quarter and since < s.flood_from_quarter + s.flood_quarters:
        offer *= 1.0 + s.flood_share
    return min(fen(offer), fen(free * scale * p.investors.largest_commitment_share))


@inlined
def response(log_response):
    """How much more or less than usual LPs commit."""
    return exp(max(LEAST_LOG_RESPONSE, min(MOST_LOG_RESPONSE, log_response)))


@inlined
def state_offer(w, p, f, scale):
    """Other state LPs: mandates to fill, less response to return, fear of loss. Rule 55."""
    fund = w.funds[f]
    free = w.pools[STATE_LP].on_offer_fen
    spread = 0.0
    if p.switches.supply_response == 1:
        spread = w.pools[SOCIAL_LP].belief[fund.kind] - required_net_return(p, fund)
    offer = kind_share(p, fund.kind) * scale * p.investors.commitment_share * free
    offer *= response(p.investors.state_elasticity * spread)
    return min(fen(offer), fen(free * scale * p.investors.largest_commitment_share))


@inlined
def kind_share(p, kind):
    """Part of LPs' yearly money meant for a kind of fund, after the targets of the kinds."""
    angel = p.funds.angel_count_per_vintage * float(p.funds.angel_size_fen)
    venture = p.funds.venture_count_per_vintage * float(p.funds.venture_size_fen)
    ma = 0.5 * p.funds.ma_count_per_vintage * float(p.funds.ma_size_fen)
    total = max(1.0, angel + venture + ma)
    if kind == 0:
        return angel / total
    if kind == 1:
        return venture / total
    return 2.0 * ma / total


@inlined
def in_budget(w, p):
    """Does the guide commit this year? In the past it always did."""
    clock = w.clock
    if clock.quarter < clock.start:
        return True
    return w.guide.cut == 0 and clock.quarter < clock.start + p.guide.budget_quarters


@inlined
def budget_of_year(w, p):
    """The guide's new money of a year, fen, more in bad markets if counter-cyclical. Rule 43."""
    return 4.0 * p.guide.budget_fen_per_quarter * exp(-p.guide.counter_cyclical * w.market.level)


@inlined
def split_of_year(w, p, kind):
    """Part of a year's money for a kind of fund: none under a freeze, M&A funds two years' every second year."""
    if not in_budget(w, p) or w.guide.frozen_until[kind] > w.clock.quarter:
        return 0.0
    if kind == 0:
        return p.guide.angel_split
    if kind == 1:
        return p.guide.venture_split
    return 2.0 * p.guide.ma_split if w.clock.quarter // 4 % 2 == 0 else 0.0


@inlined
def stopped_by_breach(p, fund):
    """Does a breach of the ceiling stop this fund too, or only the guide's new money? Rule 47."""
    return fund.direct == 1 or (fund.backed == 1 and p.guide.breach_stops_backed_funds == 1)


@inlined
def loss_ceiling(w, p, kind):
    """Loss ceiling of the guide for a kind of fund, raised by a policy of trial and error."""
    ceiling = p.guide.ma_loss_ceiling
    if kind == 0:
        ceiling = p.guide.seed_loss_ceiling
    elif kind == 1:
        ceiling = p.guide.venture_loss_ceiling
    if policy_rules(w):
        ceiling += p.supports.policy_system * p.supports.policy_system_effect
    return min(1.0, ceiling)
