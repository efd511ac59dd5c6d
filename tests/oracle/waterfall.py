"""Carry and the split among LPs again, from a fund's calls, fees and cash paid out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from oracle.accounts import LPS, FundFlows, Transfer
from oracle.units import fen

GUIDE = "guide"


@dataclass
class Terms:
    """A fund's contract; returns are of one quarter."""

    hurdle: float
    carry_share: float
    concession: float = 0.0
    concession_return: float = 0.0


@dataclass
class PaidOut:
    """What a fund paid out in one quarter, by the ledger and by the replay."""

    quarter: int
    carry: int
    carry_again: int
    given: dict[str, int]
    given_again: dict[str, int]


@dataclass
class Fund:
    """A fund's books while its life is replayed."""

    terms: Terms
    preferred: int = 0
    claim: int = 0
    carry: int = 0
    paid: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LPS, 0))
    given: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LPS, 0))

    @property
    def called(self) -> int:
        """Paid in by all."""
        return sum(self.paid.values())

    def call(self, entry: Transfer) -> None:
        """One class of LP pays."""
        self.paid[entry.source] += entry.amount
        self.preferred += entry.amount
        if entry.source == GUIDE:
            self.claim += entry.amount

    def accrue(self) -> None:
        """The hurdle of a quarter on what is not yet given back."""
        self.preferred += fen(max(0, self.preferred) * self.terms.hurdle)
        self.claim += fen(max(0, self.claim) * self.terms.concession_return)

    def carry_of(self, cash: int) -> int:
        """LPs first get capital and hurdle; then the manager catches up to its share of profit."""
        above = cash - min(cash, max(0, self.preferred))
        profit = sum(self.given.values()) + self.carry + cash - self.called
        owed = fen(self.terms.carry_share * max(0, profit)) - self.carry
        return max(0, min(owed, above))

    def split(self, amount: int) -> dict[str, int]:
        """By what each paid in; the guide leaves a part of its gain above its own return."""
        shares = {lp: amount * paid / self.called for lp, paid in self.paid.items()}
        gain = max(0.0, shares[GUIDE] - max(0, self.claim))
        others = self.called - self.paid[GUIDE]
        if others:
            left = self.terms.concession * gain
            for lp in LPS:
                shares[lp] += left * (-1 if lp == GUIDE else self.paid[lp] / others)
        return {lp: fen(share) for lp, share in shares.items()}

    def pay_out(self, given: dict[str, int], carry: int) -> None:
        """Book what the ledger says was paid, so that one difference is not found twice."""
        self.preferred -= sum(given.values())
        self.claim -= given[GUIDE]
        self.carry += carry
        for lp in LPS:
            self.given[lp] += given[lp]


def replay(flows: FundFlows, terms: Terms) -> Iterator[PaidOut]:
    """Quarter by quarter: the hurdle accrues, then come all calls, then what is paid out."""
    fund = Fund(terms)
    entries: dict[int, list[Transfer]] = defaultdict(list)
    for entry in flows.entries:
        entries[entry.quarter].append(entry)
    for quarter in range(min(entries, default=0), max(entries, default=-1) + 1):
        now = entries[quarter]
        fund.accrue()
        for entry in now:
            if entry.kind == "capital call":
                fund.call(entry)
        given = dict.fromkeys(LPS, 0)
        for entry in now:
            if entry.kind == "distribution":
                given[entry.target] += entry.amount
        carry = sum(entry.amount for entry in now if entry.kind == "carry")
        cash = sum(given.values()) + carry
        if cash:
            yield PaidOut(quarter, carry, fund.carry_of(cash), given,
                          fund.split(sum(given.values())))
            fund.pay_out(given, carry)
