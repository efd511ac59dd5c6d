"""At what age firms exit: shares of those founded, followed as long as they can be."""

import dataclasses

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, numbers, real, same, single, small

from app.charts import exit_ages
from app.charts.chart import Pair
from app.charts.exits import KINDS
from app.look import LIGHT
from model.outputs import EXITS, GROUPS
from model.results import Result

WORLDS = 8


def with_lives(name: str, at_risk: list[int], died: list[int], left: list[list[int]]) -> Result:
    """The same life table in every world: followers as given, no pioneers."""
    base = small()
    life = {one: np.zeros_like(values) for one, values in base.life.items()}
    ages = len(at_risk)
    life["follower_at_risk"][:, :ages] = at_risk
    life["follower_died"][:, 0, :ages] = died
    life["follower_left"][:, :, :ages] = left
    return dataclasses.replace(base, life=life, provenance={**base.provenance, "fingerprint": name})


def test_the_chart_is_sound_whatever_happens():
    for pair in (real(), same(), empty(), single()):
        assert_sound(exit_ages.exit_ages, pair)
    assert_same_traces(exit_ages.exit_ages)


def test_kinds_stand_in_the_order_of_the_life_tables():
    assert [name.removeprefix("exits_") for name in KINDS] == ["listing", "trade", "ma", "left"]
    assert EXITS == ("listing", "trade sale", "M&A fund purchase", "left the zone")


def test_a_known_example():
    # of 100, 20 die at age 0; of 80, 10 are not followed further and 35 of 70 list at age 1
    table = with_lives("known", [100, 70, 35], [20, 0, 0], [[0, 35, 0], [0, 0, 7], [0, 0, 0], [0, 0, 0]])
    exited = exit_ages._exited(*exit_ages._lives(table))
    assert exited[0, :3] == pytest.approx([0, 0.4, 0.4])
    assert exited[1, :3] == pytest.approx([0, 0, 0.08])
    chart = exit_ages.exit_ages(Pair(table, table), LIGHT)
    # 8 worlds: 280 firms in their third quarter, none in the fourth; at age 0 nobody has left
    assert [len(trace["x"]) for trace in chart.figure.data] == [4] * len(chart.figure.data)
    assert all(trace["y"][0] == 0 for trace in chart.figure.data)
    assert chart.answer == ("Of 100 firms founded, 48 have exited by age 0.75, half of them by age 0.5; "
                            "83\N{NO-BREAK SPACE}% of these exits are listings.")


def test_dead_exited_and_active_firms_are_all_firms():
    at_risk, died, left = exit_ages._lives(small())
    risks, deaths, exits = at_risk.sum(0), died.sum(0), left.sum(0)
    followed = exit_ages._cumulated(risks, deaths, np.stack([*exits, np.zeros_like(deaths)]))
    gone = exit_ages._cumulated(risks, deaths + exits.sum(0), 0 * risks)
    assert np.allclose(gone, 0)
    dead = exit_ages._cumulated(risks, exits.sum(0), deaths)
    active = np.cumprod(1 - np.divide(deaths + exits.sum(0), risks, out=np.zeros(len(risks)), where=risks > 0))
    assert followed.sum(0) + dead + active == pytest.approx(np.ones(len(risks)))


def test_what_is_drawn_is_in_the_table_and_never_beyond_the_ages_that_are_followed():
    pair = real()
    chart = exit_ages.exit_ages(pair, LIGHT)
    stacked = chart.figure.data[: len(KINDS)]
    for side, result in (("current", pair.current), ("baseline", pair.baseline)):
        followed = sum(result.life[f"{group}_at_risk"] for group in GROUPS).sum(0)
        assert (followed[: len(stacked[0]["x"]) - 1] >= exit_ages.FEWEST).all()
        columns = [name for name in chart.table if name.startswith(f"{side}:")]
        assert len(columns) == len(KINDS)
    for trace, name in zip(stacked, ("listings", "trade sales", "M&A fund purchases", "firms that left"), strict=True):
        assert numbers(chart.table[f"current: {name}, %"]) == pytest.approx(trace["y"][::4], abs=0.005)
    drawn = sum(numbers(chart.table[f"baseline: {name}, %"]) for name in (
        "listings", "trade sales", "M&A fund purchases", "firms that left"))
    assert chart.figure.data[-1]["y"][::4] == pytest.approx(drawn, abs=0.02)


def test_sentences_say_more_less_no_difference_or_that_it_is_not_known():
    none, less = [[0, 0], [0, 0], [0, 0], [0, 0]], [[0, 10], [0, 0], [0, 0], [0, 0]]
    few = with_lives("few", [100, 50], [0, 0], less)
    many = with_lives("many", [100, 50], [0, 0], [[0, 30], [0, 0], [0, 0], [0, 0]])
    assert "+40" in exit_ages.exit_ages(Pair(many, few), LIGHT).answer
    assert "\N{MINUS SIGN}40" in exit_ages.exit_ages(Pair(few, many), LIGHT).answer
    again = dataclasses.replace(few, provenance={**few.provenance, "fingerprint": "again"})
    assert exit_ages.exit_ages(Pair(again, few), LIGHT).answer.endswith("no detectable difference from the baseline.")
    assert "no difference can be stated" in exit_ages.exit_ages(single(), LIGHT).answer
    nobody = with_lives("nobody", [100, 50], [0, 0], none)
    assert exit_ages.exit_ages(Pair(nobody, nobody), LIGHT).answer == "No firm has exited by age 0.50."


def test_the_error_of_a_share_is_that_between_worlds():
    dice = np.random.default_rng(2)
    base = small()
    means, errors = [], []
    for _ in range(300):
        chance = dice.uniform(0.1, 0.4, 60)
        life = {name: np.zeros((60, *values.shape[1:])) for name, values in base.life.items()}
        life["pioneer_at_risk"][:, 0] = 50
        life["pioneer_left"][:, 0, 0] = dice.binomial(50, chance)
        found = exit_ages._by_world(dataclasses.replace(base, life=life), 0)
        means.append(found.mean())
        errors.append(found.std(ddof=1) / np.sqrt(60))
    assert np.mean(means) == pytest.approx(0.25, rel=0.02)
    assert np.mean(errors) == pytest.approx(np.std(means), rel=0.1)
