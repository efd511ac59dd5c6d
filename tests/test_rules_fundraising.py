"""The guide and the first funds of policy: caps, budget and terms."""

from typing import Any

import numpy as np
import pytest
from workbench import Bench, M, raised

from model import shares
from model.jit import entry_point
from model.state import GUIDE_LP, SOCIAL_LP, TRACK_ROWS, VENTURE_FUND


@entry_point
def track_row(world: Any, f: Any) -> int:
    row: int = shares.track_row(world[0].funds[f])
    return row


@pytest.mark.parametrize("cap", [0.1, 0.25, 0.5])
def test_the_guide_stays_within_its_cap(cap: float) -> None:
    made = raised(("guide.share_cap", cap), ("guide.budget_myuan_per_year", 5000.0))
    shares_of_guide = made["committed_fen"][:, GUIDE_LP] / made["size_fen"]
    assert shares_of_guide.max() == pytest.approx(cap, rel=1e-6)
    assert (made["committed_fen"].sum(1) == made["size_fen"]).all()


def test_the_guide_stays_within_its_budget() -> None:
    made = raised(("guide.budget_myuan_per_year", 40.0))
    spent = [made[made["kind"] == kind]["committed_fen"][:, GUIDE_LP].sum() for kind in range(2)]
    # nothing of what came back before year 0 was kept
    assert 0 < spent[0] <= 40 * M * 0.2 and 0 < spent[1] <= 40 * M * 0.5


def test_managers_who_raise_in_the_same_year_draw_on_the_same_pool() -> None:
    made = raised(("guide.angel_split", 0.0), ("guide.venture_split", 0.7), ("investors.track_record_weight", 0.0))
    social = made["committed_fen"][:, SOCIAL_LP][made["kind"] == VENTURE_FUND]
    assert len(social) > 1 and np.ptp(social) <= 1, "none gets less because others came before"


def test_a_manager_of_one_industry_has_a_record_of_its_own() -> None:
    bench = Bench()
    funds = [bench.fund(), bench.fund(), bench.fund()]
    for fund, (industry, slot) in zip(funds, ((-1, 0), (0, 0), (1, 0)), strict=True):
        fund["industry"], fund["slot"] = industry, slot
    rows = [track_row(bench.world, np.int64(f)) for f in range(3)]
    assert len(set(rows)) == 3 and max(rows) < TRACK_ROWS


def test_patient_terms_bind_funds_with_guide_money_only() -> None:
    made = raised(("patience.fund_term_years", 15.0), ("guide.angel_split", 0.0), ("guide.venture_split", 0.7),
                  ("funds.conventional_term_years", 9.0), ("funds.smallest_close_share", 0.1))
    backed = made["committed_fen"][:, GUIDE_LP] > 0
    assert set(made["term"][backed]) == {60} and set(made["term"][~backed]) == {36}
