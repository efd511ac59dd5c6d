"""Columns of the detailed tables."""

from model.declare import Kind, Output, Unit

N, M, S, Q = Unit.COUNT, Unit.MYUAN, Unit.SHARE, Unit.QUARTERS
X, P, T = Unit.MULTIPLE, Unit.NUMBER, Unit.TEXT

_LABELS: dict[str, tuple[str, Unit, str]] = {
    "replication": ("Replication", N, "Number of the world, from 0."),
    "firm": ("Firm", T, "Identity: industry and slot in its entry list; the same in every scenario."),
    "industry": ("Industry", T, "Name of the industry."),
    "is_pioneer": ("Pioneer", Unit.SWITCH, "Whether the firm is a pioneer."),
    "founded_quarter": ("Founded", Q, "Quarter of entry, counted from year 0."),
    "outcome": ("Outcome", T, "How the firm ended, or alive."),
    "outcome_quarter": ("Outcome quarter", Q, "Quarter of the outcome, from year 0; empty if alive."),
    "raised_myuan": ("Raised", M, "Money raised in all rounds and bridges; what an M&A fund paid to owners is none of it."),
    "exit_value_myuan": ("Exit value", M, "Value at the exit that is the outcome: at listing, of a trade sale, or on leaving the zone; else empty."),
    "liquidation_myuan": ("Liquidation", M, "Shared out at death, with what the technology fetched; empty if the firm did not die."),
    "jobs": ("Jobs", N, "Skilled people at the end or when last seen."),
    "quality": ("Quality", P, "Hidden mean prospects; average firms have 0."),
    "novelty": ("Novelty", P, "0 for the least novel firm, 1 for the most novel."),
    "is_viable": ("Viable", Unit.SWITCH, "Viable in the shadow pass, with unlimited money on the same luck."),
    "is_guide_backed": ("Guide-backed", Unit.SWITCH, "Whether a fund with guide money invested."),
    "is_lottery_winner": ("Lottery winner", Unit.SWITCH, "Whether the firm's luck wins it a grant, if there are grants."),
    "is_sold_well": ("Sold well", Unit.SWITCH, "Whether the firm was once sold at no less than the money it raised."),
    "setbacks": ("Setbacks", N, "Failed tests so far."),
    "angel_quarter": ("Angel since", Q, "Quarter, from year 0, in which the firm passed into the angel stage; empty if it did not."),
    "venture_quarter": ("Early venture since", Q, "Quarter, from year 0, in which it passed into the early venture stage; empty if it did not."),
    "growth_quarter": ("Growth since", Q, "Quarter, from year 0, in which it passed into the growth stage; empty if it did not."),
    "mature_quarter": ("Mature since", Q, "Quarter, from year 0, in which it passed into the mature stage; empty if it did not."),
    "first_cheque_quarter": ("First cheque", Q, "Quarter of the first round, from year 0; empty if none."),
    "expected_wait_quarters": ("Expected wait", Q, "Time to an exit that was expected at the first cheque; empty if none."),
    "redemption_quarter": ("Redemption", Q, "Last quarter, from year 0, in which an owner used a redemption clause; empty if none did."),
    "dropped_reason": ("Dropped for", T, "Why the firm found no next round after a passed test and died; empty if it did not."),
    "cash_myuan": ("Cash", M, "Cash at the end of the quarter."),
    "runway_quarters": ("Runway", Q, "Cash over what the firm spends a quarter, taxes with it, beyond margin and public orders; empty if that is nothing."),
    "revenue_myuan": ("Revenue", M, "Revenue of the quarter."),
    "value_myuan": ("Value", M, "All shares at the price of the last round; empty before the first."),
    "quarter": ("Quarter", Q, "Quarter, counted from year 0."),
    "stage": ("Stage", T, "Stage of a firm; name of a round, or purchase; kind of fund."),
    "fund": ("Fund", T, "Identity: kind, year and slot; outside or secondary for other owners."),
    "amount_myuan": ("Amount", M, "Money paid: into the firm, or to its owners in a purchase."),
    "pre_money_myuan": ("Pre-money", M, "Value of the firm before the money; the price in a purchase."),
    "share_sold": ("Share sold", S, "Share of the firm that this investor bought."),
    "is_bridge": ("Bridge", Unit.SWITCH, "Whether it was a bridge."),
    "is_purchase": ("Purchase", Unit.SWITCH, "Whether an M&A fund bought the whole firm, which raises no money for it."),
    "realised_myuan": ("Realised", M, "What this investor got back so far."),
    "ended_quarter": ("Ended", Q, "Quarter, from year 0, in which the stake ended; empty while it is open."),
    "paid_by": ("Paid by", T, "How this investor last got money for the stake: a kind of transfer; empty if it never did."),
    "realised_multiple": ("Multiple", X, "Realised over amount; empty while the stake is open."),
    "vintage_quarter": ("Vintage", Q, "Quarter of first close, from year 0."),
    "term_quarters": ("Term", Q, "Contractual term without extension."),
    "closed_quarter": ("Closed", Q, "Quarter of wind-up, from year 0."),
    "committed_myuan": ("Committed", M, "Size of the fund."),
    "government_share": ("Government share", S, "Part of guide, central or provincial money and other state LPs in the commitments at first close."),
    "guide_share": ("Guide share", S, "The guide's part of the commitments at first close."),
    "called_myuan": ("Called", M, "Capital calls."),
    "distributed_myuan": ("Distributed", M, "Distributions to LPs."),
    "fees_myuan": ("Fees", M, "Management fees."),
    "carry_myuan": ("Carry", M, "Carry."),
    "irr": ("Net IRR", Unit.RETURN_PER_YEAR, "Net internal rate of return a year; -100 % for a fund that is wound up and gave nothing back; empty if undefined."),
    "tvpi": ("Net TVPI", X, "Distributions and book value over paid-in capital."),
    "dpi": ("Net DPI", X, "Distributions over paid-in capital."),
    "call_myuan": ("Call", M, "Capital called in the quarter."),
    "distribution_myuan": ("Distribution", M, "Distributed to LPs in the quarter."),
    "nav_myuan": ("Book value", M, "Book value at the end of the quarter."),
    "from": ("From", T, "Account that pays."),
    "to": ("To", T, "Account that receives."),
    "kind": ("Kind", T, "Kind of transfer."),
    "amount_fen": ("Amount", Unit.NUMBER, "Amount in fen, a hundredth of a yuan."),
}


def _table(names: str) -> dict[str, Output]:
    columns = {}
    for name in names.split():
        label, unit, meaning = _LABELS[name]
        columns[name] = Output(name, label, unit, Kind.STOCK, meaning, "81", ("row",))
    return columns


COLUMNS: dict[str, dict[str, Output]] = {
    "firms": _table("replication firm industry is_pioneer founded_quarter outcome outcome_quarter "
                    "raised_myuan exit_value_myuan liquidation_myuan jobs"),
    "firm_quarters": _table("replication firm quarter stage cash_myuan runway_quarters revenue_myuan "
                            "setbacks value_myuan"),
    "rounds": _table("replication firm quarter stage fund amount_myuan pre_money_myuan share_sold "
                     "is_bridge is_purchase realised_myuan realised_multiple ended_quarter paid_by"),
    "funds": _table("replication fund stage industry vintage_quarter term_quarters closed_quarter "
                    "committed_myuan government_share guide_share called_myuan distributed_myuan "
                    "fees_myuan carry_myuan irr tvpi dpi"),
    "fund_quarters": _table("replication fund quarter call_myuan distribution_myuan nav_myuan"),
    "lives": _table("replication firm stage quality novelty is_viable is_guide_backed is_lottery_winner "
                    "is_sold_well setbacks angel_quarter venture_quarter growth_quarter mature_quarter "
                    "first_cheque_quarter expected_wait_quarters redemption_quarter dropped_reason"),
    "ledger": _table("replication quarter from to kind amount_fen"),
}
