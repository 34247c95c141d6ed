"""Concave tables of contacts as hinges: their error, and what they say of fewer agents."""

from __future__ import annotations

import numpy as np
import pytest
from staffwright.models.errors import ModelError
from staffwright.models.queueing import marginal_values, service_level
from staffwright.models.queueing.hinges import hinges

LOADS = np.array([0.4, 3.0, 12.5, 60.0])


def lost(found: object, agents: np.ndarray) -> np.ndarray:
    """Return the contacts that so many agents lose by the hinges, (I, agents)."""
    levels, gains = found.level[:, :, None], found.gain[:, :, None]  # type: ignore[attr-defined]
    return (gains * np.maximum(0, levels - agents)).sum(axis=0)


@pytest.mark.parametrize("patience_s", [None, 120.0])
@pytest.mark.parametrize("most", [3, 8])
def test_hinges_never_lose_less_than_the_table_and_not_much_more(
    patience_s: float | None, most: int
) -> None:
    table = marginal_values(LOADS, 90, 240.0, 20.0, patience_s, volume=100.0)
    found = hinges(table.concave, most, 0.2)
    agents = np.arange(91)
    apart = lost(found, agents) - (table.concave[:, -1:] - table.concave)
    assert (apart >= -1e-9).all()
    assert apart.max(axis=1) == pytest.approx(found.error, abs=1e-9)
    assert (found.gain >= 0).all()
    if most == 8:
        assert (found.error <= 0.3).all()


def test_a_straight_table_is_one_hinge_without_error() -> None:
    found = hinges([[0.0, 2.0, 4.0, 6.0, 6.0]], 4, 0.01)
    assert found.level[:, 0].tolist() == [3, 4, 0, 0]
    assert found.gain[:, 0].tolist() == [2.0, 0.0, 0.0, 0.0]
    assert found.error.tolist() == [0.0]


@pytest.mark.parametrize(("most", "tolerance"), [(0, 0.1), (3, 0.0), (3, -1.0)])
def test_hinges_refuse_what_makes_no_sense(most: int, tolerance: float) -> None:
    with pytest.raises(ModelError, match="must be above 0"):
        hinges([[0.0, 1.0]], most, tolerance)


def test_agents_absent_by_shrinkage_answer_nothing() -> None:
    table = marginal_values(10.0, 30, 240.0, 20.0, present=0.8, volume=50.0)
    expected = 50.0 * service_level(10.0, 0.8 * np.arange(31), 240.0, 20.0)
    assert table.in_time == pytest.approx(expected)


def test_below_the_least_the_table_goes_on_as_it_begins() -> None:
    """From 12 agents on it is the concave table of what follows; the S below is left out."""
    table = marginal_values(10.0, 30, 240.0, 20.0, 60.0, at_least=12)
    assert table.concave[12:] == pytest.approx(table.in_time[12:], abs=1e-3)
    assert (np.diff(table.marginal) <= 1e-12).all()
    assert table.marginal[:12] == pytest.approx(table.marginal[12])
    with pytest.raises(ModelError, match="at_least"):
        marginal_values(10.0, 30, 240.0, 20.0, at_least=-1)


def test_a_least_above_the_table_leaves_nothing_to_gain() -> None:
    table = marginal_values(10.0, 5, 240.0, 20.0, at_least=9)
    assert table.marginal == pytest.approx(0.0)
