"""Is luck a matter of identity and occasion alone: same bits always, and nobody changed by others?"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from worlds import SHORT, digest, run

from model import ensemble, luck
from model.engine import run_world, start_world
from model.jit import COMPILED, entry_point
from model.parameters import BASELINE, replaced, status_quo
from model.processes.entry import found_firm
from model.record import to_record
from model.state import allocate

ROOT = Path(__file__).resolve().parents[1]
SMALL = {**SHORT, "settings.replications": 7}
TINY = {**SHORT, "settings.horizon_years": 10, "settings.opening_history_years": 4,
        "settings.run_off_years": 1}
OTHER_SCRIPT = """
import sys
sys.path[:0] = ["tests", "."]
from test_luck import TINY
from worlds import digest, run
print(digest(run(TINY, threads=1, detail=1)))
"""


@pytest.fixture(scope="module")
def reference() -> str:
    return digest(run(SMALL, threads=1, detail=2))


@pytest.mark.parametrize("options", [
    {"threads": 2}, {"threads": 2, "chunk": 1}, {"threads": 1, "chunk": 3},
    {"threads": 3, "chunk": 64}, {"threads": 2, "chunk": 2, "reverse": True},
    {"threads": 1, "reverse": True},
], ids=str)
def test_threads_chunks_and_order_of_firms_change_no_bit(
    options: dict[str, Any], reference: str
) -> None:
    if options.get("reverse"):
        # the ledger and the lists keep the order of events; everything else is the same
        forward = run(SMALL, threads=1)
        assert digest(run(SMALL, **options)) == digest(forward)
    else:
        assert digest(run(SMALL, detail=2, **options)) == reference


def test_reversed_order_is_really_another_order() -> None:
    firms = run(SMALL, threads=1, detail=1, tables=("firms",)).firms
    other = run(SMALL, threads=1, detail=1, tables=("firms",), reverse=True).firms
    assert firms is not None and other is not None
    assert list(firms["firm"]) != list(other["firm"])
    assert sorted(firms["firm"]) == sorted(other["firm"])


def test_a_world_does_not_depend_on_those_before_it() -> None:
    alone = run(SMALL, first=4, replications=1, threads=1)
    together = run(SMALL, threads=1)
    for name, values in alone.series.items():
        assert (values[0] == together.series[name][4]).all(), name


@pytest.mark.parametrize("parts", [(400, 100), (1, 6, 2)], ids=str)
def test_runs_that_go_on_where_others_ended_give_the_bits_of_one_run(parts: tuple[int, ...]) -> None:
    together = run(replications=sum(parts))
    joined, done = run(replications=parts[0]), parts[0]
    for part in parts[1:]:
        joined = joined.followed_by(run(first=done, replications=part))
        done += part
    assert digest(joined) == digest(together)
    assert joined.provenance == together.provenance
    assert joined.parameters == together.parameters


def test_another_seed_is_another_world(reference: str) -> None:
    assert digest(run({**SMALL, "settings.seed": 2}, threads=1, detail=2)) != reference


@pytest.mark.skipif(not COMPILED, reason="this is the compiled side of the comparison")
@pytest.mark.parametrize("settings", [
    {"NUMBA_DISABLE_JIT": "1"},
    # with a look at every index: one below zero, or beyond its table, would end the run
    {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_BOUNDSCHECK": "1"},
    {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": ""},
], ids=str)
def test_plain_python_and_other_processors_give_the_same_bits(settings: dict[str, str]) -> None:
    here = digest(run(TINY, threads=1, detail=1))
    there = subprocess.run(
        [sys.executable, "-c", OTHER_SCRIPT], cwd=ROOT, env=os.environ | settings, text=True,
        capture_output=True, timeout=600)
    assert there.stdout.strip() == here, there.stderr


# ---- one firm more ---------------------------------------------------------------------------


@entry_point
def add_firm(world: Any, past: Any, slot: Any) -> None:
    """Found one more firm in the first industry, one that will pass no test."""
    w = world[0]
    industry = w.industries[0]
    firm = w.clock.firms
    found_firm(w, past[0], 0, slot, luck.key(industry.key, luck.FIRM, slot), 0)
    w.firms[firm].quality = -99.0


def world_with(more_firms: int) -> Any:
    changes = {**SHORT, "labour.concept_workers": 0}
    parameters = replaced(BASELINE, changes)
    now, past = to_record(parameters), to_record(status_quo(parameters))
    world = allocate()
    start_world(world, now, np.uint64(ensemble.world_key(3, 0)), False, False)
    run_world(world, past, now, 30)
    for extra in range(more_firms):
        add_firm(world, past, np.int64(5_000 + extra))
    run_world(world, past, now, world[0]["clock"]["last"])
    return world[0]


def fates(w: Any) -> dict[int, tuple[Any, ...]]:
    firms = w["firms"][: w["clock"]["firms"]]
    kept = ("outcome", "outcome_quarter", "raised_fen", "exit_value_fen", "stage", "setbacks", "viable")
    return {int(f["key"]): tuple(f[name].item() for name in kept) for f in firms if f["slot"] < 5_000}


def test_one_more_firm_that_nobody_can_fund_changes_nobody() -> None:
    without, having = world_with(0), world_with(3)
    assert having["clock"]["firms"] == without["clock"]["firms"] + 3
    extra = [f for f in having["firms"][: having["clock"]["firms"]] if f["slot"] >= 5_000]
    assert all(f["stage"] == 0 and f["raised_fen"] == 0 for f in extra)
    assert fates(having) == fates(without)
    funds = without["clock"]["funds"]
    assert having["clock"]["funds"] == funds
    for name in ("size_fen", "called_fen", "returned_fen", "carry_fen", "closed"):
        assert (having["funds"][name][:funds] == without["funds"][name][:funds]).all()


def test_a_firm_that_can_be_funded_does_change_others() -> None:
    """The check above can fail: a good firm competes for money."""
    def one_good(count: int) -> Any:
        changes = {**SHORT, "entry.potential_entrants_count_per_year": 44.0 + 4.0 * count}
        return run(changes, threads=1).headlines["raised_over_target"]
    assert one_good(0) != one_good(1)


# ---- the draws themselves --------------------------------------------------------------------


@entry_point
def draw(kind: Any, first_key: Any, uniforms: Any, normals: Any) -> None:
    """Draws for neighbouring identities and occasions."""
    for n in range(uniforms.shape[0]):
        identity = luck.key(first_key, luck.FIRM, n)
        for occasion in range(uniforms.shape[1]):
            uniforms[n, occasion] = luck.uniform(identity, kind, occasion)
            normals[n, occasion] = luck.normal(identity, kind, occasion)


@entry_point
def meetings(first_key: Any, chance: Any, met: Any) -> None:
    """Who meets whom, for neighbouring firms and funds."""
    limit = luck.meeting_limit(chance)
    for firm in range(met.shape[0]):
        today = luck.key(luck.key(first_key, luck.FIRM, firm), luck.MEETING, 7)
        for fund in range(met.shape[1]):
            met[firm, fund] = luck.meets(today, luck.key(first_key, luck.FUND, fund), limit)


def test_draws_of_neighbours_are_independent_and_of_the_right_shape() -> None:
    u, z = np.empty((400, 250)), np.empty((400, 250))
    draw(luck.REVENUE, np.uint64(17), u, z)
    n = u.size
    assert u.min() > 0 and u.max() < 1
    assert abs(u.mean() - 0.5) < 4 / np.sqrt(12 * n)
    assert abs(z.mean()) < 4 / np.sqrt(n) and abs(z.std() - 1) < 4 / np.sqrt(2 * n)
    for a, b in ((u[:, 1:], u[:, :-1]), (u[1:], u[:-1])):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / np.sqrt(n)
    counts = np.histogram(u, 64, (0, 1))[0]
    assert ((counts - n / 64) ** 2 / (n / 64)).sum() < 63 + 4 * np.sqrt(2 * 63)


def test_meetings_come_at_their_chance_for_every_firm_and_fund() -> None:
    met = np.zeros((500, 300))
    meetings(np.uint64(5), 0.45, met)
    error = np.sqrt(0.45 * 0.55)
    assert abs(met.mean() - 0.45) < 4 * error / np.sqrt(met.size)
    assert np.abs(met.mean(0) - 0.45).max() < 5 * error / np.sqrt(500)
    assert np.abs(met.mean(1) - 0.45).max() < 5 * error / np.sqrt(300)
    assert abs(np.corrcoef(met[1:].ravel(), met[:-1].ravel())[0, 1]) < 4 / np.sqrt(met.size)


def test_a_weak_mixer_would_be_noticed() -> None:
    n = np.arange(100_000, dtype=np.uint64)
    weak = (n * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(11)) / 2.0**53
    assert abs(np.corrcoef(weak[1:], weak[:-1])[0, 1]) > 4 / np.sqrt(n.size)
