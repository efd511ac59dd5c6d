"""Headlines: one value a world, each with its interval over worlds."""

from model.declare import Kind, Output, Unit


def _one(name: str, label: str, unit: Unit, good: int, rule: str, meaning: str) -> Output:
    return Output(name, label, unit, Kind.RATIO, meaning, rule, ("replication",), good)


def _pooled(name: str, label: str, unit: Unit, good: int, rule: str, meaning: str) -> Output:
    """A ratio of totals over worlds, or a mean of the worst of them."""
    return Output(name, label, unit, Kind.RATIO, meaning, rule, ("replication",), good, is_pooled=True)


_ALL = [
    _one("pioneers_succeeded_10", "Pioneers succeeded, year 10", Unit.COUNT, 1, "71",
         "Pioneers standing at growth or mature, or once sold for no less than invested capital, at year 10."),
    _one("pioneer_success_share_10", "Pioneer success share, year 10", Unit.SHARE, 1, "71",
         "The same as a share of all pioneer slots; those who never entered count as not succeeding."),
    _one("pioneer_success_share_20", "Pioneer success share, year 20", Unit.SHARE, 1, "71",
         "The same at year 20, or at the horizon if it is shorter."),
    _one("pioneers_alive_10", "Pioneers alive or successfully exited, year 10", Unit.COUNT, 1, "71",
         "Active pioneers that are no zombies, or once sold for no less than invested capital, at year 10."),
    _one("industries_established", "Industries established", Unit.COUNT, 1, "9",
         "Industries that count as established at the horizon."),
    _one("first_established_year", "First industry established in year", Unit.YEARS, -1, "9",
         "Year, from year 0, in which the first industry counts as established; worlds without one are left out."),
    _pooled("social_share", "Social share of money called", Unit.SHARE, 1, "72",
         "Social capital's part of all capital calls from year 0 to the horizon (main body: above one half)."),
    _pooled("private_side_share", "Social share, other state LPs left out", Unit.SHARE, 1, "72",
         "Social capital's part of calls on social LPs, guide and central money."),
    _pooled("leverage", "Social yuan per guide yuan", Unit.MULTIPLE, 0, "72",
         "Social capital called over guide money called, from year 0."),
    _pooled("crowd_in", "Crowd-in of social money", Unit.MULTIPLE, 1, "73",
         "How much more social money is called than with neither guide nor supports on the same luck, per yuan by which guide money is called more."),
    _pooled("crowd_in_budget", "Crowd-in while the budget lasts", Unit.MULTIPLE, 1, "73",
         "The same up to the end of the guide's budget, before much that funds gave back is committed again."),
    _pooled("crowd_in_with_state", "Crowd-in with other state LPs", Unit.MULTIPLE, 1, "73",
         "As crowd-in of social money, with other state LPs."),
    _pooled("raised_over_target", "Raised over target", Unit.SHARE, 1, "50",
         "Money raised by all funds over what managers tried to raise, from year 0."),
    _one("social_irr", "Social LPs' net IRR", Unit.RETURN_PER_YEAR, 1, "74",
         "Pooled net internal rate of return of social LPs in funds of year 0 and later, with tax credits."),
    _one("social_irr_spread", "Social LPs' net IRR less required", Unit.RETURN_PER_YEAR, 1, "74",
         "That return less the return they asked for when they committed."),
    _one("dpi_median", "Net DPI at age 10, median fund", Unit.MULTIPLE, 1, "75",
         "Distributions over paid-in capital of the median fund of year 0 and later, at age 10 or wind-up."),
    _one("dpi_low", "Net DPI at age 10, lower quartile", Unit.MULTIPLE, 1, "75",
         "The same for the lower quartile."),
    _one("dpi_high", "Net DPI at age 10, upper quartile", Unit.MULTIPLE, 1, "75",
         "The same for the upper quartile."),
    _one("tvpi_median", "Net TVPI at age 10, median fund", Unit.MULTIPLE, 1, "75",
         "Distributions and book value over paid-in capital of the median fund of year 0 and later, at age 10 or wind-up."),
    _one("tvpi_low", "Net TVPI at age 10, lower quartile", Unit.MULTIPLE, 1, "75",
         "The same for the lower quartile."),
    _one("tvpi_high", "Net TVPI at age 10, upper quartile", Unit.MULTIPLE, 1, "75",
         "The same for the upper quartile."),
    _one("irr_median", "Net IRR, median fund", Unit.RETURN_PER_YEAR, 1, "75",
         "Net internal rate of return of the median fund of year 0 and later, at wind-up or the end; -99 % where all was lost."),
    _one("irr_low", "Net IRR, lower quartile", Unit.RETURN_PER_YEAR, 1, "75",
         "The same for the lower quartile."),
    _one("irr_high", "Net IRR, upper quartile", Unit.RETURN_PER_YEAR, 1, "75",
         "The same for the upper quartile."),
    _pooled("forced_share", "Calls returned by forced sale or redemption", Unit.SHARE, -1, "76",
         "Proceeds of forced sales and redemptions over money called, funds of year 0 and later."),
    _pooled("dropped_batons", "Dropped batons per 100 passed tests", Unit.COUNT, -1, "36",
         "Firms that passed a test and died for want of the next round, per 100 passed tests."),
    _pooled("false_stops", "False stops", Unit.SHARE, -1, "77",
         "Viable firms that died for want of money or by a forced exit, as a share of viable firms."),
    _pooled("false_continuations", "False continuations", Unit.SHARE, -1, "77",
         "Bridge money spent after a failed test on firms that were not viable, as a share of it all."),
    _one("realised_patience", "Realised patience", Unit.QUARTERS, 0, "77",
         "Median quarters from a firm's first failed test to its last cheque, of firms that got one after it."),
    _one("net_social_value", "Net social value", Unit.MYUAN, 1, "78",
         "Present value of exits, operating surplus and end value of firms, less fees, supports and administration; transfers cancel."),
    _one("gross_fiscal_cost", "Fiscal cost", Unit.MYUAN, -1, "79",
         "Present value to full run-off of the treasury's outflows less distributions from the guide and all local taxes."),
    _one("net_fiscal_cost", "Net fiscal cost of the policies", Unit.MYUAN, -1, "79",
         "Present value of outflows less distributions less additional local tax, against the same zone with neither guide nor supports on the same luck."),
    _one("net_fiscal_cost_6", "Net fiscal cost at 6 % real", Unit.MYUAN, -1, "79",
         "The same, brought to year 0 at 6 % a year."),
    _one("net_fiscal_cost_8", "Net fiscal cost at 8 % real", Unit.MYUAN, -1, "79",
         "The same, brought to year 0 at 8 % a year."),
    _pooled("worst_fiscal_cost", "Net fiscal cost, worst twentieth", Unit.MYUAN, -1, "79",
         "Mean net fiscal cost in the worst 5 % of worlds."),
    _one("outlay", "Outlay for guide and supports in present value, older promises included", Unit.MYUAN, -1, "79",
         "Present value of all that the treasury pays for guide and supports from year 0 on, before anything comes back. "
         "Gross: also what the guide promised before year 0, which falls due without the policies too."),
    _one("peak_outlay", "Peak outlay for guide and supports, older funds included", Unit.MYUAN, -1, "79",
         "Most that the treasury has paid for guide and supports since year 0 beyond what the guide returned, local taxes left out. "
         "Not discounted, and each world has its peak in a year of its own. "
         "Gross: also calls and returns of funds from before year 0."),
    _one("additional_successes", "Additional pioneer successes", Unit.COUNT, 1, "80",
         "Pioneers succeeded at the horizon, less those with neither guide nor supports on the same luck."),
    _pooled("additionality", "Additionality", Unit.SHARE, 1, "80",
         "Additional successes over the succeeded pioneers that had guide money: one less deadweight and displacement."),
    _pooled("cost_per_success", "Cost per additional pioneer success", Unit.MYUAN, -1, "80",
         "Net fiscal cost over additional successes; undefined unless successes are detectably more and the policies cost more than they bring in."),
    _one("followers_founded", "Followers founded", Unit.COUNT, 1, "10",
         "Followers that entered from year 0 to the horizon."),
    _one("jobs", "Jobs at the horizon", Unit.COUNT, 1, "70",
         "Skilled people in active, listed and sold firms at the horizon."),
    _one("revenue", "Revenue in the last year", Unit.MYUAN, 1, "15",
         "Revenue of active, listed and sold firms in the last year before the horizon."),
]

HEADLINES: dict[str, Output] = {output.name: output for output in _ALL}
