"""The ledger: every yuan moves by a transfer between two accounts, in integer fen.

Accounts 0 to 12 are single; behind them come one account per fund and one per firm. A transfer
takes from one what it gives to the other, so balances sum to zero change by construction. The
checks that bite are others: no limited account below zero, and opening balance plus flows by
kind equals closing balance for each class of account.
"""

import numpy as np

from model.jit import inlined, kernel

# a plain integer would be compiled anew for each value
(TREASURY, GUIDE, CENTRAL, SOCIAL, STATE, MANAGERS, FOUNDERS, SUPPLIERS, CUSTOMERS, ACQUIRERS,
 PUBLIC_MARKET, SECONDARY, OUTSIDE, FIRST_FUND) = map(np.int64, range(14))
FUNDS, FIRMS = FIRST_FUND, FIRST_FUND + np.int64(1)
CLASSES = (
    "treasury", "guide", "central government", "social LPs", "other state LPs", "managers",
    "founders", "suppliers and staff", "customers", "acquirers", "public market",
    "secondary buyers", "outside the zone", "funds", "firms",
)
LIMITED = (GUIDE, SOCIAL, STATE, ACQUIRERS, SECONDARY)

KINDS = (
    "founding", "spending", "revenue", "public order", "tax", "grant", "support programme",
    "administration", "budget", "inflow", "outflow", "capital call", "tax credit", "fee",
    "investment", "bridge", "outside investment", "outside proceeds", "trade sale", "M&A purchase",
    "listing sale", "secondary sale", "buy-back", "founder buy-back", "liquidation",
    "cash passed on", "distribution", "carry", "return to treasury", "buy-out of the guide",
    "stake bought by outside fund", "salvage",
)
(FOUNDING, SPENDING, REVENUE, PUBLIC_ORDER, TAX, GRANT, SUPPORT, ADMINISTRATION, BUDGET, INFLOW,
 OUTFLOW, CAPITAL_CALL, TAX_CREDIT, FEE, INVESTMENT, BRIDGE, OUTSIDE_INVESTMENT, OUTSIDE_PROCEEDS,
 TRADE_SALE, MA_PURCHASE, LISTING_SALE, SECONDARY_SALE, BUY_BACK, FOUNDER_BUY_BACK, LIQUIDATION,
 CASH_PASSED_ON, DISTRIBUTION, CARRY, RETURN_TO_TREASURY, BUY_OUT, STAKE_SALE,
 SALVAGE) = map(np.int64, range(len(KINDS)))
NO_KIND = np.int64(-1)

# what the check reports
OK, BELOW_ZERO, UNBALANCED, FUND_MISMATCH, NEGATIVE_AMOUNT, FULL = map(np.int64, range(6))

ENTRY = np.dtype((np.record, [
    ("quarter", "i4"), ("source", "i4"), ("target", "i4"), ("kind", "i4"), ("amount_fen", "i8")]))


def account_name(account: int, fund_rows: int) -> str:
    """What an account is called in tables and messages."""
    if account < 0:
        return "unknown"
    if account < FIRST_FUND:
        return CLASSES[account]
    if account < FIRST_FUND + fund_rows:
        return f"fund {account - FIRST_FUND}"
    return f"firm {account - FIRST_FUND - fund_rows}"


def named_in(error, fund_rows: int) -> str:
    """Whom an error record is about: a class of accounts where the sums differ, else one account."""
    account = int(error["account"])
    if error["problem"] == UNBALANCED:
        return CLASSES[account]
    return account_name(account, fund_rows)


@inlined
def account_class(w, account):
    """Class of an account: itself if single, else funds or firms."""
    if account < FIRST_FUND:
        return account
    if account < FIRST_FUND + len(w.funds):
        return FUNDS
    return FIRMS


@inlined
def transfer(w, source, target, kind, amount_fen):
    """Move `amount_fen` (>= 0) from one account to another under a kind. Rule 1."""
    if amount_fen == 0:
        return
    if amount_fen < 0:
        report(w, NEGATIVE_AMOUNT, source, kind)
        return
    w.balances[source] -= amount_fen
    w.balances[target] += amount_fen
    w.flows[kind, account_class(w, source)] -= amount_fen
    w.flows[kind, account_class(w, target)] += amount_fen
    if kind == CAPITAL_CALL:
        w.fund_books[target - FIRST_FUND, 0] += amount_fen
    elif kind == DISTRIBUTION:
        w.fund_books[source - FIRST_FUND, 1] += amount_fen
    elif kind == FEE:
        w.fund_books[source - FIRST_FUND, 2] += amount_fen
    elif kind == CARRY:
        w.fund_books[source - FIRST_FUND, 3] += amount_fen
    clock = w.clock
    clock.transfers += 1
    if clock.journal == 1:
        n = clock.entries
        if n >= len(w.journal):
            report(w, FULL, source, kind)
            return
        entry = w.journal[n]
        entry.quarter = clock.quarter
        entry.source = source
        entry.target = target
        entry.kind = kind
        entry.amount_fen = amount_fen
        clock.entries = n + 1


@inlined
def report(w, problem, account, kind):
    """Write the first problem of a run into its error record."""
    error = w.error
    if error.problem == OK:
        error.problem = problem
        error.account = account
        error.kind = kind
        error.quarter = w.clock.quarter


@kernel
def check(w):
    """No limited account below zero; opening plus flows equals closing for each class. Rule 2.

    Opening balances are zero for every account. Each fund's own books equal its ledger flows.
    """
    check_books(w)
    balances = w.balances
    first_firm = FIRST_FUND + len(w.funds)
    for account in LIMITED:
        if balances[account] < 0:
            report(w, BELOW_ZERO, account, NO_KIND)
    totals = w.class_totals
    for c in range(FIRST_FUND):
        totals[c] = balances[c]
    # funds and firms that ended hold nothing: whatever they held would be missing from the sum
    in_funds = 0
    for b in range(w.clock.active_funds):
        account = FIRST_FUND + w.active_funds[b]
        if balances[account] < 0:
            report(w, BELOW_ZERO, account, NO_KIND)
        in_funds += balances[account]
    in_firms = 0
    for a in range(w.clock.active):
        account = first_firm + w.active[a]
        if balances[account] < 0:
            report(w, BELOW_ZERO, account, NO_KIND)
        in_firms += balances[account]
    totals[FUNDS] = in_funds
    totals[FIRMS] = in_firms
    for c in range(len(CLASSES)):
        flows = 0
        for kind in range(len(KINDS)):
            flows += w.flows[kind, c]
        totals[c] -= flows
    for c in range(len(CLASSES)):
        if totals[c] != 0:
            report(w, UNBALANCED, c, NO_KIND)


@inlined
def check_books(w):
    """Called, distributed, fees and carry of every live fund equal its own ledger flows. Rule 2."""
    for b in range(w.clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        books = w.fund_books
        if (books[f, 0] != fund.called_fen or books[f, 1] != fund.returned_fen
                or books[f, 2] != fund.fees_fen or books[f, 3] != fund.carry_fen):
            report(w, FUND_MISMATCH, FIRST_FUND + f, NO_KIND)
