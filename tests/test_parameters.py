"""Is every parameter fully declared, and does each one move something?"""

import functools
from typing import Any

import numpy as np
import pytest

from model.comparison import run_with_twin
from model.declare import Group, Parameter, Role, Unit, assumption
from model.metrics import QUARTILES
from model.outputs import AGES, COLUMNS, FACTS, HEADLINES, INDUSTRY_NAMES, LIFE, MULTIPLES, SERIES
from model.parameters import BASELINE, GROUPS, PARAMETERS, Parameters, contradictions, replaced, value_at
from model.parameters.industries import INDUSTRY_LABELS
from model.record import to_record
from model.results import Result

ROLES = [p for p in PARAMETERS.values() if p.role is not Role.SETTING]


# ---- declarations ----------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda p: p.path)
def test_declaration_is_whole(parameter: Parameter) -> None:
    p = parameter
    assert p.label[0].isupper() or p.label[0].isdigit()
    assert not p.label.endswith(".") and len(p.label) < 60
    assert p.meaning.endswith(".") and not p.source.endswith(".")
    assert isinstance(p.unit, Unit)
    if p.kind is not bool:
        assert p.low <= p.slider_low <= p.default <= p.slider_high <= p.high
        assert 0 < p.step <= p.slider_high - p.slider_low
    assert all(p.low <= value <= p.high for value in p.bands.values())
    assert set(p.needs) <= set(PARAMETERS)
    for path, value in p.needs.items():
        assert PARAMETERS[path].low <= value <= PARAMETERS[path].high
        assert value != PARAMETERS[path].default or path == p.path


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda p: p.path)
def test_name_ends_in_its_unit(parameter: Parameter) -> None:
    endings = {
        Unit.MYUAN: "_myuan", Unit.MYUAN_PER_YEAR: "_myuan_per_year",
        Unit.HAZARD_PER_YEAR: "_hazard_per_year", Unit.PROBABILITY_PER_YEAR: "_probability_per_year",
        Unit.SD_PER_YEAR: "_sd_per_year", Unit.COUNT_PER_YEAR: "_count_per_year",
    }
    if parameter.unit in endings:
        assert parameter.name.endswith(endings[parameter.unit])
    if parameter.unit is Unit.YEARS:
        assert parameter.name.endswith(("_years", "_year"))


def test_quarterly_rates_are_converted_and_yearly_returns_are_not() -> None:
    """Returns whose name has no "a year" are used in yearly sums only: the kernels say so here."""
    yearly = {p.path for p in PARAMETERS.values()
              if p.unit is Unit.RETURN_PER_YEAR and not p.name.endswith("_return_per_year")}
    assert yearly == {
        "patience.required_return_relief", "investors.opening_belief", "investors.risk_free",
        "investors.risk_premium", "investors.lock_up_premium", "investors.first_loss_worth",
        "investors.interference_cost", "settings.discount_rate"}


def test_a_blank_source_is_refused() -> None:
    with pytest.raises(TypeError, match="source must not be blank"):
        class _Bad(Group):
            x: float = assumption(1.0, Unit.NUMBER, "X", "An x.", " ", valid=(0.0, 2.0))


def test_inputs_are_frozen() -> None:
    with pytest.raises(Exception, match="frozen"):
        BASELINE.guide.share_cap = 0.5  # type: ignore[misc]


def test_outputs_are_declared_once_and_whole() -> None:
    for outputs in (HEADLINES, SERIES, AGES, LIFE, MULTIPLES, *COLUMNS.values()):
        for name, output in outputs.items():
            assert output.name == name and output.label and output.meaning.endswith(".")
    quartiles = {f"{measure}_{place}" for measure in ("dpi", "tvpi", "irr") for place in QUARTILES}
    assert set(HEADLINES) & set(FACTS) == quartiles | {"realised_patience", "false_stops"}


def test_every_industry_has_a_label_that_outputs_use() -> None:
    assert list(INDUSTRY_LABELS) == list(INDUSTRY_NAMES)
    assert SERIES["firms_in.deep_sea_aerospace"].label == "Firms, deep sea and aerospace"


def test_every_group_has_a_summary() -> None:
    assert all((group.__doc__ or "").strip().endswith(".") for group in GROUPS.values())


def test_the_record_holds_what_was_declared() -> None:
    record = to_record(replaced(BASELINE, {"guide.share_cap": 0.4, "patience.fund_term_years": 9.5}))
    assert record["guide"]["share_cap"][0] == 0.4
    assert record["patience"]["fund_term_quarters"][0] == 38
    assert record["guide"]["budget_fen_per_quarter"][0] == 320 * 10**8 // 4
    assert record["firms"]["revenue_sd_per_quarter"][0] == BASELINE.firms.revenue_sd_per_year / 2
    assert record["industries"]["margin_share"][0][0] == BASELINE.industries.hydrogen_storage.margin_share


def test_contradictions_come_with_a_remedy_that_mends_them() -> None:
    wrong = [
        {"patience.investment_years": 12.0}, {"patience.term_luck_years": 5.0, "patience.fund_term_years": 5.0},
        {"funds.investment_years": 12.0}, {"guide.angel_split": 0.9}, {"guide.venture_split": 0.0},
        {f"industries.{name}.entry_weight": 0.0 for name in type(BASELINE.industries).model_fields},
    ]
    for changes in wrong:
        found = contradictions(replaced(BASELINE, changes))
        assert found, changes
        mended = replaced(BASELINE, changes | {k: v for c in found for k, v in c.fix.items()})
        assert contradictions(mended) == []
    assert contradictions(BASELINE) == []


# ---- does it move anything? ------------------------------------------------------------------

WORLDS = {"settings.replications": 24}


@functools.cache
def _run(changes: tuple[tuple[str, Any], ...]) -> Result:
    parameters = replaced(BASELINE, {**WORLDS, **dict(changes)})
    return run_with_twin(parameters)


def result(changes: dict[str, Any]) -> Result:
    return _run(tuple(sorted(changes.items())))


@pytest.mark.parametrize(("given", "fix"), [
    # what M&A funds get gives way
    ({"angel": 0.3, "venture": 0.6}, {"ma": 0.1}), ({"venture": 0.0}, {"ma": 0.8}),
    # what was set stays, the others share the rest as before
    ({"angel": 0.7}, {"venture": 0.19, "ma": 0.11}), ({"angel": 0.6, "venture": 0.6}, None),
])
def test_splits_are_mended_around_what_was_set(given: dict[str, float], fix: dict[str, float] | None) -> None:
    changed = replaced(BASELINE, {f"guide.{name}_split": value for name, value in given.items()})
    (found,) = contradictions(changed)
    if fix is not None:
        assert found.fix == {f"guide.{name}_split": value for name, value in fix.items()}
    mended = replaced(changed, dict(found.fix))
    assert contradictions(mended) == []
    if fix is None:  # all give way in proportion
        assert mended.guide.angel_split == mended.guide.venture_split


def context_of(parameter: Parameter, value: Any) -> dict[str, Any]:
    """What must be set so that the parameter may have an effect, and its value can stand."""
    context = dict(parameter.needs)
    if parameter.path in ("guide.angel_split", "guide.venture_split", "guide.ma_split"):
        names = ["angel_split", "venture_split", "ma_split"]
        names.remove(parameter.name)
        rest = 1.0 - value
        context |= {f"guide.{names[0]}": rest / 2, f"guide.{names[1]}": rest / 2}
    probe = replaced(BASELINE, {**context, parameter.path: value})
    for contradiction in contradictions(probe):
        context |= {k: v for k, v in contradiction.fix.items() if k != parameter.path}
        if parameter.path in contradiction.fix:  # the other side gives way
            other = next(path for path in contradiction.paths if path != parameter.path)
            context[other] = PARAMETERS[other].high
    return context


def values_of(parameter: Parameter) -> list[Any]:
    if parameter.kind is bool:
        return [not parameter.default]
    ends = (parameter.slider_low, parameter.slider_high, parameter.low, parameter.high)
    # a valid range may be so wide that its end takes minutes to run
    ends = ends[:2] if parameter.group in ("entry", "funds") else ends
    return [parameter.kind(v) for v in dict.fromkeys(ends) if v != parameter.default]


def moves(parameter: Parameter) -> bool:
    """Does any headline change anywhere in the range, everything else held?"""
    for value in values_of(parameter):
        context = context_of(parameter, value)
        still = {k: v for k, v in context.items() if k in parameter.needs}
        before, after = result(still), result({**context, parameter.path: value})
        for name, values in before.headlines.items():
            if not np.array_equal(values, after.headlines[name], equal_nan=True):
                return True
    return False


@pytest.mark.parametrize("parameter", ROLES, ids=lambda p: p.path)
def test_no_parameter_is_inert(parameter: Parameter) -> None:
    assert moves(parameter)


def test_an_inert_parameter_would_be_noticed() -> None:
    """Interest on a buy-out option that nobody has moves nothing."""
    idle = PARAMETERS["guide.buy_out_return_per_year"]
    assert not moves(Parameter(**{**idle.__dict__, "needs": {}}))
    assert moves(idle)


def test_value_at_reads_industries() -> None:
    assert value_at(Parameters(), "industries.quantum_information.difficulty") == 0.35
