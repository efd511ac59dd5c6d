"""Is every yuan accounted for, in any valid world, and does each check notice when one is not?"""

from typing import Any

import numpy as np
import pytest
from worlds import SHORT, random_parameters

from model import ensemble, ledger
from model.engine import run_world, start_world
from model.jit import entry_point
from model.parameters import BASELINE, replaced, status_quo
from model.record import to_record
from model.state import FIRST_FIRM, FUND_ROWS, HOLDING_ROWS, allocate

RANDOM_SETS = 500
PER_TEST = 50


@pytest.mark.parametrize("group", range(RANDOM_SETS // PER_TEST))
def test_any_valid_world_balances(group: int) -> None:
    """The run itself raises at the first problem; here balances are added up once more."""
    transfers = 0
    for seed in range(group * PER_TEST, (group + 1) * PER_TEST):
        result = ensemble.run(random_parameters(seed), threads=1)
        transfers += int(result.facts["transfers"].sum())
    assert transfers > 100_000


class Broken:
    """A world in mid-life, in which something can be put wrong."""

    def __init__(self, **changes: Any) -> None:
        parameters = replaced(BASELINE, {**SHORT, **changes})
        self.now, self.past = to_record(parameters), to_record(status_quo(parameters))
        self.world = allocate()
        start_world(self.world, self.now, np.uint64(ensemble.world_key(1, 0)), False, False)
        assert run_world(self.world, self.past, self.now, 39) == ledger.OK
        self.w = self.world[0]

    def problem(self) -> tuple[int, str]:
        """What the next quarter says."""
        found = run_world(self.world, self.past, self.now, 40)
        return int(found), ledger.named_in(self.w["error"], FUND_ROWS)

    def at_once(self) -> tuple[int, str]:
        """What the check says now, before anybody can act."""
        check(self.world)
        error = self.w["error"]
        return int(error["problem"]), ledger.named_in(error, FUND_ROWS)


@entry_point
def check(world: Any) -> None:
    """The checks of a quarter's end, now."""
    ledger.check(world[0])


def test_an_untouched_world_has_no_problem() -> None:
    broken = Broken()
    assert broken.at_once()[0] == ledger.OK
    assert broken.problem()[0] == ledger.OK


@pytest.mark.parametrize("account", [int(a) for a in ledger.LIMITED])
def test_a_limited_account_below_zero_is_found(account: int) -> None:
    broken = Broken()
    taken = int(broken.w["balances"][account]) + 10**15
    broken.w["balances"][account] -= taken
    broken.w["balances"][ledger.OUTSIDE] += taken
    broken.w["flows"][ledger.INFLOW, account] -= taken
    broken.w["flows"][ledger.INFLOW, ledger.OUTSIDE] += taken
    # at once: in the next quarter the treasury would make good what the guide lacks
    assert broken.at_once() == (ledger.BELOW_ZERO, ledger.CLASSES[account])


@pytest.mark.parametrize("first", [int(ledger.FIRST_FUND), FIRST_FIRM])
def test_a_fund_or_firm_below_zero_is_found(first: int) -> None:
    broken = Broken()
    table = "active_funds" if first < FIRST_FIRM else "active"
    who = int(broken.w[table][0])
    broken.w["balances"][first + who] -= 10**15
    assert broken.at_once() == (
        ledger.BELOW_ZERO, f"{'fund' if first < FIRST_FIRM else 'firm'} {who}")


@pytest.mark.parametrize("account", range(int(ledger.FIRST_FUND)))
def test_a_fen_too_much_is_found(account: int) -> None:
    broken = Broken()
    broken.w["balances"][account] += 1
    assert broken.problem() == (ledger.UNBALANCED, ledger.CLASSES[account])


def test_a_fen_lost_by_a_firm_is_found() -> None:
    broken = Broken()
    richest = max(broken.w["active"][: broken.w["clock"]["active"]],
                  key=lambda i: broken.w["balances"][FIRST_FIRM + i])
    broken.w["balances"][FIRST_FIRM + richest] -= 1
    assert broken.problem() == (ledger.UNBALANCED, "firms")


def test_money_left_with_a_dead_firm_is_found() -> None:
    broken = Broken()
    alive = set(broken.w["active"][: broken.w["clock"]["active"]])
    dead = next(i for i in range(broken.w["clock"]["firms"]) if i not in alive)
    broken.w["balances"][FIRST_FIRM + dead] += 1
    broken.w["flows"][ledger.SPENDING, ledger.FIRMS] += 1
    assert broken.problem() == (ledger.UNBALANCED, "firms")


@pytest.mark.parametrize("kind", [int(k) for k in (ledger.SPENDING, ledger.DISTRIBUTION, ledger.TAX)])
def test_a_wrong_flow_is_found(kind: int) -> None:
    broken = Broken()
    broken.w["flows"][kind, ledger.TREASURY] += 1
    assert broken.problem() == (ledger.UNBALANCED, "treasury")


@pytest.mark.parametrize("book", ["called_fen", "returned_fen", "fees_fen", "carry_fen"])
def test_a_funds_own_books_that_differ_are_found(book: str) -> None:
    broken = Broken()
    # a young fund neither closes nor pays carry in the next quarter
    fund = int(broken.w["active_funds"][broken.w["clock"]["active_funds"] - 1])
    broken.w["funds"][fund][book] += 1
    assert broken.problem() == (ledger.FUND_MISMATCH, f"fund {fund}")


@entry_point
def move(world: Any, source: Any, target: Any, kind: Any, amount: Any) -> None:
    """One transfer, from outside the model."""
    ledger.transfer(world[0], source, target, kind, amount)


def test_a_transfer_of_less_than_nothing_is_refused() -> None:
    broken = Broken()
    before = broken.w["balances"].copy()
    move(broken.world, ledger.TREASURY, ledger.GUIDE, ledger.BUDGET, np.int64(-1))
    assert (broken.w["balances"] == before).all()
    assert broken.problem() == (ledger.NEGATIVE_AMOUNT, "treasury")


def test_a_transfer_moves_and_is_counted() -> None:
    broken = Broken()
    before = broken.w["balances"].copy()
    move(broken.world, ledger.TREASURY, ledger.GUIDE, ledger.BUDGET, np.int64(7))
    moved = broken.w["balances"] - before
    assert moved[ledger.TREASURY] == -7 and moved[ledger.GUIDE] == 7 and moved.sum() == 0
    assert broken.problem()[0] == ledger.OK


def test_a_full_table_stops_the_run() -> None:
    broken = Broken()
    broken.w["clock"]["holdings"] = HOLDING_ROWS - 1
    assert broken.problem()[0] == ledger.FULL


def test_the_message_names_account_and_quarter() -> None:
    broken = Broken()
    broken.w["balances"][ledger.SOCIAL] += 1
    problem, _account = broken.problem()
    with pytest.raises(ensemble.LedgerBroken, match="social LPs differ .* in quarter 16"):
        ensemble._raise_problem(broken.world, problem)
