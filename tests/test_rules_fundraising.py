"""The guide and the first funds of policy: caps, budget and terms."""

import pytest
from workbench import M, raised

from model.state import GUIDE_LP


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


def test_patient_terms_bind_funds_with_guide_money_only() -> None:
    made = raised(("patience.fund_term_years", 15.0), ("guide.angel_split", 0.0), ("guide.venture_split", 0.7),
                  ("funds.conventional_term_years", 9.0))
    backed = made["committed_fen"][:, GUIDE_LP] > 0
    assert set(made["term"][backed]) == {60} and set(made["term"][~backed]) == {36}
