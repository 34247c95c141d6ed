"""The modified offered load against its differential equation and its limits."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from staffwright.models.errors import ModelError
from staffwright.models.queueing import modified_offered_load

LOAD = np.array([80, 95, 110, 100, 80, 60.0])


def test_it_solves_its_equation():
    """m' = (L - m) / aht, by a solver that knows nothing of the closed form."""
    found = modified_offered_load(LOAD, 300, 900)
    solution = solve_ivp(
        lambda t, m: (LOAD[min(int(t // 900), 5)] - m) / 300,
        (0, 5400), [80.0], rtol=1e-9, atol=1e-9, max_step=30, dense_output=True,
    )  # fmt: skip
    edges = 900 * np.arange(1, 7)
    assert found.end == pytest.approx(solution.sol(edges)[0], rel=1e-5)
    average = [quad(lambda t: solution.sol(t)[0], e - 900, e)[0] / 900 for e in edges]
    assert found.average == pytest.approx(average, rel=1e-5)


def test_it_lags_and_flattens_the_load():
    found = modified_offered_load(LOAD, 1800, 900)
    assert found.end.max() < 110
    assert found.end.argmax() == 3
    assert found.end[-1] > 60


def test_short_calls_make_it_the_load():
    found = modified_offered_load(LOAD, 1, 900)
    assert found.end == pytest.approx(LOAD)
    assert found.average == pytest.approx(LOAD, rel=1e-3)


def test_a_queue_opens_from_nothing():
    found = modified_offered_load([[50, 50], [50, 50]], 900, 900, initial=[0, 50])
    assert found.end[0] == pytest.approx([50 * (1 - np.exp(-1)), 50 * (1 - np.exp(-2))])
    assert found.end[1] == pytest.approx([50, 50])


def test_calls_in_progress_keep_the_last_known_handling_time():
    gap = modified_offered_load([20, 0, 0], [300, 0, 0], 900)
    assert gap.end == pytest.approx([20, 20 * np.exp(-3), 20 * np.exp(-6)])
    late = modified_offered_load([0, 20], [0, 300], 900, initial=5)
    assert late.end[0] == pytest.approx(5 * np.exp(-3))


def test_without_intervals_there_is_nothing():
    assert modified_offered_load(np.zeros((3, 0)), 300, 900).end.shape == (3, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([-1.0], 300, 900), "load -1.0"),
        (([1.0], 0, 900), "aht_s 0.0"),
        (([1.0], 300, 0), "interval_s 0"),
        (([1.0], 300, 900, -1), "initial -1.0"),
        (([1.0], 300, 900, [1, 2]), r"initial of shape \(2,\)"),
    ],
)
def test_bad_arguments_are_refused_with_their_value(arguments, message):
    with pytest.raises(ModelError, match=message):
        modified_offered_load(*arguments)
