"""Why do two scenarios differ? What each group of changed parameters contributes to the gap, on the same luck.

A mix takes some groups from the other scenario and the rest from the first. A group contributes its Shapley value
(Shapley 1953): what adding it to a mix does, averaged over all orders in which the groups can be added one by one.
Contributions are worked out world by world, so they add up to the gap in every world.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from model import ensemble
from model.comparison import Z95, Interval, interval, run_with_twin, without_policy
from model.declare import Role
from model.messages import Problems, number
from model.outputs import HEADLINES
from model.parameters import GROUPS, PARAMETERS, Parameters, contradictions, value_at
from model.results import Array
from model.words import _

MOST_EXACT = 8
"""Groups up to which all mixes are run."""
PAIRS = 16
"""Orders drawn for more groups; each is also gone through backwards."""
LUCK = ("settings.seed", "settings.replications")
ZONE = "zone"
"""Stands for a zone of one's own among the groups, and for its path."""

Mix = frozenset[int]
"""Numbers of the parts that have the other scenario's values."""
Order = tuple[int, ...]
Wrong = dict[Mix, set[tuple[str, ...]]]


@dataclass(frozen=True)
class Part:
    """Parameters that change together: a group of the declarations, or groups that hold only together.

    `groups` are names as in `model.parameters.GROUPS`, `paths` the parameters that differ.
    """

    groups: tuple[str, ...]
    paths: tuple[str, ...]

    @property
    def is_merged(self) -> bool:
        """Were several groups put together, because mixes of them would contradict themselves?"""
        return len(self.groups) > 1


@dataclass(frozen=True)
class Plan:
    """What has to be run to tell what each part contributes. `orders` is empty when all mixes are run."""

    first: Parameters
    other: Parameters
    parts: tuple[Part, ...]
    orders: tuple[Order, ...]

    @property
    def runs(self) -> dict[Parameters, list[Mix]]:
        """The mixes to run, by the twin without policy that they share; none if nothing differs."""
        mixes: list[Mix] = []
        if self.parts:
            mixes = mixes_of(self.orders) if self.orders else all_mixes(len(self.parts))
        twins: dict[Parameters, list[Mix]] = {}
        for mix in mixes:
            twins.setdefault(without_policy(self.parameters(mix)), []).append(mix)
        return twins

    @property
    def worlds(self) -> int:
        """Worlds of all runs together, those of twins included."""
        return self.first.settings.replications * sum(1 + len(mixes) for mixes in self.runs.values())

    def parameters(self, mix: Mix) -> Parameters:
        """The first scenario with the groups of these parts as in the other."""
        return mixed(self.first, self.other, [name for part in mix for name in self.parts[part].groups])


@dataclass(frozen=True)
class Contributions:
    """What each part contributes to the gap, other less first, in any headline, with 95 % intervals over worlds.

    `values` has for each mix that was run float64 [headline, world], headlines in the order of `HEADLINES`. A
    world counts for a headline only where the headline is defined in every mix. Where orders were drawn, the
    intervals of contributions also hold the error of the draw, added in quadrature.
    """

    plan: Plan
    values: Mapping[Mix, Array]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts in the order of the declarations."""
        return self.plan.parts

    def worlds(self, headline: str) -> int:
        """How many worlds count: those in which the headline is defined in every mix."""
        if not self.parts:
            return self.plan.first.settings.replications
        return int(self._counted(headline)[frozenset()].size)

    def start(self, headline: str) -> Interval:
        """The first scenario's own value over the worlds that count; undefined where nothing was run."""
        return interval(self._counted(headline)[frozenset()] if self.parts else [])

    def gap(self, headline: str) -> Interval:
        """Other less first. Two scenarios that are the same differ by nothing."""
        if not self.parts:
            return Interval(0.0, 0.0, 0.0)
        values = self._counted(headline)
        return interval(values[self._everything] - values[frozenset()])

    def contributions(self, headline: str) -> list[tuple[Part, Interval]]:
        """What each part contributes; the means add up to that of the gap."""
        if not self.parts:
            return []
        values = self._counted(headline)
        if self.plan.orders:
            shares = sampled_shares(self.plan.orders, values)
            return [(part, _over_luck_and_draws(shares[:, k])) for k, part in enumerate(self.parts)]
        return list(zip(self.parts, map(interval, exact_shares(len(self.parts), values)), strict=True))

    def interaction(self, headline: str) -> Interval:
        """What only comes of changing parts together: the gap less what each part does when it changes alone."""
        if not self.parts:
            return Interval(0.0, 0.0, 0.0)
        values = self._counted(headline)
        usual = values[frozenset()]
        alone = sum(values[frozenset({k})] - usual for k in range(len(self.parts)))
        return interval(values[self._everything] - usual - alone)

    def remarks(self, headline: str) -> list[str]:
        """What a reader has to know of the numbers: merged groups, drawn orders, worlds that do not count."""
        sentences = []
        for part in self.parts:
            if part.is_merged:
                sentence = _("These groups count as one, because some mixes of them contradict themselves: {groups}.")
                sentences.append(sentence.format(groups=", ".join(part.groups)))
        if self.plan.orders:
            sentence = _(
                "{parts} groups have too many orders to try all: {orders} were drawn at random, half of them the "
                "others backwards. The intervals hold the error of this draw too.")
            sentences.append(sentence.format(parts=len(self.parts), orders=len(self.plan.orders)))
        counted, worlds = self.worlds(headline), self.plan.first.settings.replications
        if counted < worlds:
            sentence = _("Only {counted} of {worlds} worlds count: in the others this result is not defined in every "
                         "mix of the two scenarios.")
            sentences.append(sentence.format(counted=counted, worlds=worlds))
        return sentences

    @property
    def _everything(self) -> Mix:
        return frozenset(range(len(self.parts)))

    def _counted(self, headline: str) -> dict[Mix, Array]:
        """The headline by mix, in the worlds that count: float64 [world]."""
        row = list(HEADLINES).index(headline)
        values = {mix: headlines[row] for mix, headlines in self.values.items()}
        counts = np.logical_and.reduce([np.isfinite(found) for found in values.values()])
        return {mix: found[counts] for mix, found in values.items()}


def _over_luck_and_draws(shares: Array) -> Interval:
    """The mean of shares [pair of orders, world], with the spread over worlds and that over pairs."""
    luck = interval(shares.mean(0))
    if not shares.size:
        return luck
    draws = Z95 * float(shares.mean(1).std(ddof=1)) / math.sqrt(len(shares))
    half = math.hypot(luck.high - luck.mean, draws)
    return Interval(luck.mean, luck.mean - half, luck.mean + half)


def all_mixes(count: int) -> list[Mix]:
    """All mixes of so many parts, small ones first."""
    return [frozenset(chosen) for size in range(count + 1) for chosen in combinations(range(count), size)]


def mixes_of(orders: Sequence[Order]) -> list[Mix]:
    """The mixes that are met on the way along these orders, and each part alone."""
    singles = [frozenset({part}) for part in orders[0]]
    return list(dict.fromkeys([*singles, *(frozenset(o[:size]) for o in orders for size in range(len(o) + 1))]))


def drawn_orders(count: int, pairs: int, seed: int) -> tuple[Order, ...]:
    """So many random orders of the parts, each followed by itself backwards."""
    luck = np.random.default_rng(seed)
    drawn = [tuple(int(part) for part in luck.permutation(count)) for _pair in range(pairs)]
    return tuple(order for one in drawn for order in (one, one[::-1]))


def exact_shares(count: int, values: Mapping[Mix, Array]) -> Array:
    """Shapley values [part, world] from the values [world] of all mixes of so many parts.

    A mix of size s leads to a part in s! (count - s - 1)! of the count! orders.
    """
    shares = np.zeros((count, *values[frozenset()].shape))
    for mix in all_mixes(count):
        for part in set(range(count)) - mix:
            shares[part] += (values[mix | {part}] - values[mix]) / (count * math.comb(count - 1, len(mix)))
    return shares


def sampled_shares(orders: Sequence[Order], values: Mapping[Mix, Array]) -> Array:
    """What each part adds, [pair of orders, part, world]: an order and itself backwards make a pair."""
    steps = np.zeros((len(orders), len(orders[0]), *values[frozenset()].shape))
    for k, order in enumerate(orders):
        for place, part in enumerate(order):
            before = frozenset(order[:place])
            steps[k, part] = values[before | {part}] - values[before]
    return np.asarray((steps[0::2] + steps[1::2]) / 2)


def prepare(
    first: Parameters, other: Parameters, *, most_exact: int = MOST_EXACT, pairs: int = PAIRS,
) -> Plan:
    """What to run to explain why the other scenario differs from the first.

    Up to `most_exact` parts all mixes are run; for more, `pairs` (at least 2) pairs of orders are drawn. Raises
    `Problems` where a scenario contradicts itself, or where the two differ in their settings.
    """
    _refuse_other_settings(first, other)
    wrong = [found for given in (first, other) for found in contradictions(given)]
    if wrong:
        raise Problems(list(dict.fromkeys(found.message for found in wrong)))
    paths: dict[str, list[str]] = {}
    for path, parameter in PARAMETERS.items():
        if value_at(first, path) != value_at(other, path):
            paths.setdefault(parameter.group, []).append(path)
    if first.zone != other.zone:
        paths[ZONE] = [ZONE]
    parts = tuple(
        Part(groups, tuple(path for name in groups for path in paths[name]))
        for groups in valid_groups(first, other, [(name,) for name in paths]))
    orders = drawn_orders(len(parts), pairs, first.settings.seed) if len(parts) > most_exact else ()
    return Plan(first, other, parts, orders)


def _refuse_other_settings(first: Parameters, other: Parameters) -> None:
    """Worlds can be held against each other only on the same luck, over the same years and at the same rates."""
    sentences, fix = [], {}
    for path, parameter in PARAMETERS.items():
        one, two = value_at(first, path), value_at(other, path)
        if parameter.role is not Role.SETTING or one == two:
            continue
        reason = (
            _("{path} is {one} in the first scenario and {two} in the other, so they are not run on the same luck. "
              "Give both the same.")
            if path in LUCK else
            _("{path} is {one} in the first scenario and {two} in the other, so their results do not mean the same. "
              "Give both the same."))
        sentences.append(reason.format(path=path, one=number(one), two=number(two)))
        fix[path] = one
    if sentences:
        raise Problems(sentences, fix)


def mixed(first: Parameters, other: Parameters, groups: Sequence[str]) -> Parameters:
    """The first scenario with these groups as in the other. Each group was checked when it was made."""
    return first.model_copy(update={name: getattr(other, name) for name in groups})


def valid_groups(
    first: Parameters, other: Parameters, groups: Sequence[tuple[str, ...]],
) -> list[tuple[str, ...]]:
    """The groups, with those put together that make a valid scenario only together, until every mix is valid.

    In a mix that contradicts itself, these are: the fewest groups of the other scenario that would have to go,
    and the fewest that would have to come, for that contradiction to vanish. The same are put together when the
    two scenarios change places.
    """
    groups = list(groups)
    while True:
        wrong = _contradictions_by_mix(first, other, groups)
        if not wrong:
            return groups
        everything = frozenset(range(len(groups)))
        groups = _put_together(groups, {
            _fewest(mix, mix, paths, wrong) | _fewest(everything - mix, mix, paths, wrong)
            for mix, found in wrong.items() for paths in found})


def _contradictions_by_mix(first: Parameters, other: Parameters, groups: Sequence[tuple[str, ...]]) -> Wrong:
    """The mixes that contradict themselves, each contradiction by the paths that it names."""
    wrong = {}
    for mix in all_mixes(len(groups)):
        found = contradictions(mixed(first, other, [name for k in mix for name in groups[k]]))
        if found:
            wrong[mix] = {one.paths for one in found}
    return wrong


def _fewest(among: Mix, mix: Mix, paths: tuple[str, ...], wrong: Wrong) -> Mix:
    """The fewest groups among these that would have to change sides for a contradiction of a mix to vanish.

    There are some: neither scenario contradicts itself.
    """
    return next(
        frozenset(chosen)
        for size in range(1, len(among) + 1) for chosen in combinations(sorted(among), size)
        if paths not in wrong.get(mix.symmetric_difference(chosen), ()))


def _put_together(groups: Sequence[tuple[str, ...]], ties: set[Mix]) -> list[tuple[str, ...]]:
    """The groups, with those that are tied, directly or over others, made one."""
    leader = list(range(len(groups)))
    for tied in ties:
        old = {leader[k] for k in tied}
        leader = [min(old) if one in old else one for one in leader]
    together = [[name for k, group in enumerate(groups) if leader[k] == one for name in group]
                for one in sorted(set(leader))]
    return [tuple(sorted(names, key=[*GROUPS, ZONE].index)) for names in together]


def measure(
    plan: Plan, *, threads: int = 2, progress: ensemble.Progress | None = None,
    cancel: threading.Event | None = None,
) -> Contributions:
    """Run all mixes of a plan in the same worlds; all headlines are kept, so that none needs another run.

    `progress(done, all)` counts worlds, those of twins included. Raises `ensemble.Cancelled` once `cancel` is set.
    """
    values: dict[Mix, Array] = {}
    runs, total, worlds = plan.runs, plan.worlds, plan.first.settings.replications
    start = 0

    def tell(done: int, _all: int) -> None:
        if progress is not None:
            progress(start + done, total)

    for twin_parameters, mixes in runs.items():
        twin = ensemble.run(twin_parameters, threads=threads, progress=tell, cancel=cancel)
        start += worlds
        for mix in mixes:
            result = run_with_twin(
                plan.parameters(mix), twin=twin, threads=threads, progress=tell, cancel=cancel)
            values[mix] = np.stack([result.headlines[name] for name in HEADLINES])
            start += worlds
    return Contributions(plan, values)
