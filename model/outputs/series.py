"""Quarterly series: every stock and flow that a world records, declared once.

Money flows are recorded in fen and reported in million yuan. A series that is kept for each
industry is named `series.industry`.
"""

from model.declare import Kind, Output, Unit
from model.parameters.industries import INDUSTRY_LABELS, Industries

INDUSTRY_NAMES = tuple(Industries.model_fields)


def _group(rule: str, unit: Unit, kind: Kind, rows: str) -> list[Output]:
    """One output a line: name | label | meaning."""
    outputs = []
    for row in rows.strip().splitlines():
        name, label, meaning = (part.strip() for part in row.split("|"))
        outputs.append(Output(name, label, unit, kind, meaning, rule, ("replication", "quarter")))
    return outputs


def _by_industry(rule: str, unit: Unit, kind: Kind, rows: str) -> list[Output]:
    """The same for each industry."""
    dimensions = ("replication", "quarter", "industry")
    return [
        Output(f"{one.name}.{industry}", f"{one.label}, {INDUSTRY_LABELS[industry].lower()}", unit, kind,
               one.meaning, rule, dimensions)
        for one in _group(rule, unit, kind, rows)
        for industry in INDUSTRY_NAMES
    ]


_STOCK, _FLOW = Kind.STOCK, Kind.FLOW

_ALL: list[Output] = [
    *_group("70", Unit.COUNT, _STOCK, """
firms_concept | Concept firms | Active firms in the concept stage.
firms_angel | Angel firms | Active firms in the angel stage.
firms_venture | Early venture firms | Active firms in the early venture stage.
firms_growth | Growth firms | Active firms in the growth stage.
firms_mature | Mature firms | Active mature firms.
short_runway_concept | Short of cash: concept | Active firms in the concept stage whose cash lasts less than four quarters of what they spend beyond margin and public orders.
short_runway_angel | Short of cash: angel | The same in the angel stage.
short_runway_venture | Short of cash: early venture | The same in the early venture stage.
short_runway_growth | Short of cash: growth | The same in the growth stage.
short_runway_mature | Short of cash: mature | The same of mature firms.
pioneers_alive | Pioneers alive | Active pioneers that are no zombies.
pioneers_succeeded | Pioneers succeeded | Pioneers standing at growth or mature, or once sold for no less than invested capital.
pioneers_alive_or_exited | Pioneers alive or successfully exited | Active pioneers that are no zombies, or once sold for no less than invested capital.
followers_alive | Followers alive | Active followers that are no zombies.
zombies | Zombies | Active firms without progress for long: no test passed, no better price, less than half the burn covered.
jobs | Jobs | Skilled people in active firms and in firms that were listed or sold.
industries_established | Industries established | Industries that count as established this quarter.
pioneer_exits_total | Pioneers once sold well | Pioneers once sold for no less than invested capital.
backed_succeeded | Guide-backed pioneers succeeded | The succeeded pioneers that had guide money.
backed_exits_total | Guide-backed pioneers once sold well | Pioneers with guide money once sold for no less than invested capital.
jobs_gone | Jobs in listed and sold firms | Skilled people in firms that were listed or sold, when they were.
guide_backed_alive | Guide-backed firms | Active firms with guide money.
firms_awaiting_money | Firms awaiting money | Active firms that passed a test and look for the next round.
active_funds | Live funds | Funds between first close and wind-up.
"""),
    *_group("10", Unit.COUNT, _FLOW, """
entries | Firms founded | Firms that entered.
pioneer_entries | Pioneers founded | Pioneers that entered.
"""),
    *_group("13", Unit.COUNT, _FLOW, """
tests_passed | Tests passed | Technical tests passed.
setbacks | Setbacks | Technical tests failed without ending the technology.
"""),
    *_group("35", Unit.COUNT, _FLOW, """
deaths_technical | Deaths: technical dead end | Firms whose technology reached a dead end.
deaths_funding | Deaths: funding gap | Firms that ran out of money.
deaths_forced | Deaths: forced exit | Firms killed by a redemption or a fund's wind-up.
deaths_market | Deaths: market | Selling firms that lost their market.
pioneer_deaths_funding | Pioneer deaths: funding gap | Pioneers that ran out of money.
pioneer_deaths | Pioneer deaths | Pioneers that died of any cause.
"""),
    *_group("36", Unit.COUNT, _FLOW, """
dropped_no_fund | Dropped: no dry powder | Firms that passed a test and found no fund with money.
dropped_horizon | Dropped: horizon too short | Refused because the fund's life was too short.
dropped_return | Dropped: return too low | Refused because the return was too low.
dropped_refused | Dropped: firm refused | The firm refused the money.
dropped_seed | Dropped before seed | Dropped batons at the seed round.
dropped_a | Dropped before A | Dropped batons at the A round.
dropped_b | Dropped before B | Dropped batons at the B round.
searches | Firms in search | Firm-quarters spent in search of a round.
refusals | Refusals by firms | Offers that firms refused for fear of interference.
manager_refusals | Refusals by managers | Funds raised without the guide because the manager refused it.
bridges_refused | Bridges refused | Requests for a bridge that no insider granted.
"""),
    *_group("20", Unit.COUNT, _FLOW, """
rounds_seed | Seed rounds | Seed rounds closed, extensions apart.
rounds_a | A rounds | A rounds closed, extensions apart.
rounds_b | B rounds | B rounds closed, extensions apart.
rounds_c | C rounds | C rounds closed.
rounds_extension | Extension rounds | Rounds of firms at work whose money ran short and whose owners gave no more.
bridges | Bridges | Bridge rounds closed.
"""),
    *_group("37", Unit.COUNT, _FLOW, """
exits_listing | Listings | Firms listed.
exits_trade | Trade sales | Firms sold to acquirers.
exits_ma | M&A fund purchases | Firms bought by M&A funds.
exits_left | Firms that left | Firms that moved out of the zone.
pioneer_exits_well | Good pioneer exits | Pioneers sold for the first time at no less than invested capital.
buy_backs | Buy-backs | Redemption clauses used.
secondary_sales | Secondary sales | Stakes sold at the end of a fund's term.
"""),
    *_group("50", Unit.COUNT, _FLOW, """
funds_formed | Funds formed | Funds that closed.
guide_freezes | Guide freezes | Kinds of fund that get no more guide money for a while, since losses broke the ceiling.
"""),
    *_group("50", Unit.MYUAN, _FLOW, """
fund_targets | Fund targets | What managers tried to raise.
committed_guide | Committed by the guide | Commitments of the guide.
committed_central | Committed by central money | Commitments of central and provincial money.
committed_social | Committed by social LPs | Commitments of social capital.
committed_state | Committed by other state LPs | Commitments of other state LPs.
raised_angel | Raised by angel funds | Size of the angel funds that closed.
raised_venture | Raised by venture funds | Size of the venture funds that closed.
raised_ma | Raised by M&A funds | Size of the M&A funds that closed.
guide_funds_raised | Raised by guide-backed funds | Size of the guide-backed funds that closed.
guide_funds_target | Targets of guide-backed funds | Targets of the guide-backed funds that closed.
required_social | Required return, weighted | Commitments of social LPs times the return they ask for.
"""),
    *_group("30", Unit.MYUAN, _FLOW, """
called_guide | Called from the guide | Capital calls paid by the guide.
called_central | Called from central money | Capital calls paid by central money.
called_social | Called from social LPs | Capital calls paid by social LPs.
called_state | Called from other state LPs | Capital calls paid by other state LPs.
called_angel | Called by angel funds | Capital calls of angel funds.
called_venture | Called by venture funds | Capital calls of venture funds.
called_ma | Called by M&A funds | Capital calls of M&A funds.
called_social_new | Called from social LPs, new funds | Capital calls on social LPs by funds of year 0 and later.
fees | Management fees | Fees paid to managers.
carry | Carry | Carry paid to managers.
concession | Profit conceded | Profit that the guide left to others (a memo: it shows up as lower distributions).
"""),
    *_group("31", Unit.MYUAN, _FLOW, """
distributed_guide | Distributed to the guide | Distributions and buy-out payments to the guide.
distributed_central | Distributed to central money | Distributions to central money.
distributed_social | Distributed to social LPs | Distributions to social LPs.
distributed_state | Distributed to other state LPs | Distributions to other state LPs.
distributed_social_new | Distributed to social LPs, new funds | Distributions to social LPs by funds of year 0 and later.
buy_outs | Buy-outs of the guide | Paid by social LPs for the guide's stakes.
"""),
    *_group("20", Unit.MYUAN, _FLOW, """
invested_seed | Invested in seed rounds | Money into seed rounds and their extensions.
invested_a | Invested in A rounds | Money into A rounds and their extensions.
invested_b | Invested in B rounds | Money into B rounds and their extensions.
invested_c | Invested in C rounds | Money into C rounds.
invested_bridges | Invested in bridges | Money into bridges.
invested_purchases | Paid for whole firms | Paid by M&A funds for whole firms.
invested_outside | Invested outside the zone | Money of zone funds in deals outside the zone.
invested_outside_funds | Invested by outside funds | Money of outside funds in the rounds above.
"""),
    *_group("37", Unit.MYUAN, _FLOW, """
proceeds_listing | From listings | Proceeds of funds from listed shares, those left at the end of the run included.
proceeds_trade | From trade sales | Funds' part of trade sales.
proceeds_ma | From M&A purchases | Funds' part of purchases by M&A funds.
proceeds_secondary | From secondary sales | Proceeds of funds from unlisted stakes sold at the end of their term or of the run.
proceeds_buy_back | From buy-backs | Proceeds from redemption clauses.
proceeds_liquidation | From liquidations | Funds' part of the cash and salvage shared out when firms died.
proceeds_outside | From outside the zone | Proceeds of outside deals, and stakes bought when firms left.
exit_value | Value of exits | Price of firms listed or sold, all owners, and of stakes in firms that move away, less cash.
"""),
    *_group("15", Unit.MYUAN, _FLOW, """
revenue | Revenue | Revenue of the zone's active firms.
revenue_gone | Revenue of listed and sold firms | Revenue of firms that were listed or sold, as it was when they were.
spending | Spending | What active firms spend.
"""),
    *_group("60", Unit.MYUAN, _FLOW, """
treasury_to_guide | Treasury to guide | Paid by the treasury for the guide's capital calls.
treasury_from_guide | Guide to treasury | Returned by the guide to the treasury.
treasury_supports | Support programmes | Cost of the non-financial supports.
treasury_grants | Grants | Grants to firms.
treasury_orders | Public orders | Paid for application scenarios.
treasury_administration | Administration of the guide | Cost of running the guide.
treasury_credit | Tax credits | Paid back to social LPs.
treasury_tax | Local taxes | Local taxes received, from listed and sold firms too.
"""),
    *_group("41", Unit.MYUAN, _STOCK, """
dry_powder_angel | Dry powder: angel | Money of angel funds for first investments.
dry_powder_venture | Dry powder: venture | Money of venture funds for first investments.
dry_powder_ma | Dry powder: M&A | Money of M&A funds for first investments.
nav | Book value of funds | Value of all stakes at book prices.
social_pool | Free social pool | Money of social LPs that is not promised.
state_pool | Free other state pool | Money of other state LPs that is not promised.
"""),
    *_group("6", Unit.SHARE, _STOCK, """
readiness | Market readiness | Mean over industries.
knowledge | Knowledge | One minus exp of minus the knowledge stock, mean over industries.
labour_speed | Speed of work | 1 when skilled people are enough, less when they are short.
"""),
    *_group("14", Unit.COUNT, _STOCK, """
workers | Skilled people wanted | Skilled people that active firms want.
"""),
    *_group("3", Unit.NUMBER, _STOCK, """
market_level | Market conditions | Log market conditions: 0 is average.
window_open | Listing window | 1 when open, 0 when shut.
"""),
    *_group("42", Unit.SHARE, _STOCK, """
forced_discount | Forced-sale discount | Discount of a stake sold at the end of a fund's term.
"""),
    *_group("53", Unit.RETURN_PER_YEAR, _STOCK, """
belief_angel | Belief: angel funds | Net return that social LPs expect of angel funds in general.
belief_venture | Belief: venture funds | Net return that social LPs expect of venture funds in general.
belief_ma | Belief: M&A funds | Net return that social LPs expect of M&A funds in general.
"""),
    *_by_industry("70", Unit.COUNT, _STOCK, """
firms_in | Firms | Active firms of the industry.
pioneers_succeeded_in | Pioneers succeeded | Pioneers of the industry standing at growth or mature, or once sold for no less than invested capital.
established_in | Established | 1 when the industry counts as established.
"""),
    *_by_industry("6", Unit.SHARE, _STOCK, """
readiness_in | Market readiness | Market readiness of the industry.
"""),
    *_by_industry("36", Unit.COUNT, _FLOW, """
dropped_in | Dropped batons | Firms of the industry that passed a test and died for want of the next round.
"""),
    *_by_industry("20", Unit.MYUAN, _FLOW, """
invested_in | Invested | Money into rounds and bridges of the industry.
"""),
    *_group("21", Unit.PROBABILITY, _STOCK, """
odds_seed | Odds of a seed round | What everybody believes of the chance of finding a seed round.
odds_a | Odds of an A round | The same for an A round.
odds_b | Odds of a B round | The same for a B round.
"""),
]

SERIES: dict[str, Output] = {output.name: output for output in _ALL}
