"""Quantiles of uncertain arrival rates, and the traffic equations."""

import numpy as np
import pytest
from scipy import stats
from staffwright.models.arrivals import quantile_between, rate_quantile, with_transfers
from staffwright.scheduler.errors import ModelError


def test_a_poisson_count_has_a_certain_rate():
    assert rate_quantile([0, 3, 250], 1, 0.99).tolist() == [0, 3, 250]


@pytest.mark.parametrize("mean", [0.5, 20, 400, 1e6])
@pytest.mark.parametrize("dispersion", [1.5, 4, 30])
def test_the_rate_is_gamma_distributed_with_the_variance_above_poisson(mean, dispersion):
    expected = stats.gamma.ppf(0.9, a=mean / (dispersion - 1), scale=dispersion - 1)
    assert rate_quantile(mean, dispersion, 0.9) == pytest.approx(expected, rel=1e-9)


def test_counts_given_that_rate_are_negative_binomial_with_the_dispersion():
    """Law of total variance, integrated over the quantiles of the rate."""
    mean, dispersion = 50.0, 3.0
    grid = (np.arange(200_000) + 0.5) / 200_000
    rates = rate_quantile(mean, dispersion, grid)
    assert rates.mean() == pytest.approx(mean, rel=1e-4)
    assert rates.mean() + rates.var() == pytest.approx(dispersion * mean, rel=1e-3)


def test_half_is_the_median_and_more_confidence_means_more_contacts():
    rates = rate_quantile(40, 5, [0.1, 0.5, 0.9, 0.999])
    assert (np.diff(rates) > 0).all()
    assert rates[1] < 40 < rates[2]


def test_a_dispersion_that_is_almost_poisson_leaves_the_mean():
    assert rate_quantile(100, 1 + 1e-13, 0.9) == pytest.approx(100, rel=1e-6)
    assert rate_quantile(1e-300, 10, 0.9) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, 2, 0.9), "mean -1.0"),
        ((np.nan, 2, 0.9), "mean nan"),
        ((1, 0.5, 0.9), "dispersion 0.5"),
        ((1, np.inf, 0.9), "dispersion inf"),
        ((1, 2, 1), "probability 1.0"),
        ((1, 2, 0), "probability 0.0"),
    ],
)
def test_arguments_outside_their_domain_are_quoted(arguments, words):
    with pytest.raises(ModelError, match=words):
        rate_quantile(*arguments)


def test_a_quantile_between_two_is_exact_for_the_normal_distribution():
    known = [0.1, 0.5, 0.9]
    values = stats.norm.ppf(known, loc=100, scale=[[8], [20]])
    for probability in (0.1, 0.25, 0.5, 0.8, 0.9):
        expected = stats.norm.ppf(probability, loc=100, scale=[8, 20])
        assert quantile_between(known, values, probability) == pytest.approx(expected, rel=1e-12)


def test_quantiles_are_not_extrapolated():
    with pytest.raises(ModelError, match=r"probability 0\.95: must lie between 0\.1 and 0\.9"):
        quantile_between([0.1, 0.9], [[1, 2]], 0.95)


def test_a_loop_of_two_queues_by_hand():
    """b = 75 + 0.1 * 0.5 t and t = 60 + 0.2 b, so b = 78 / 0.99 and t = 75 / 0.99."""
    passed_on = np.array([[0, 0.05], [0.2, 0]])
    found = with_transfers(np.array([[75.0], [60.0]]), passed_on)
    assert found[:, 0] == pytest.approx([78 / 0.99, 75 / 0.99], rel=1e-14)


def test_a_chain_adds_up_and_the_sender_is_untouched():
    passed_on = np.zeros((3, 3))
    passed_on[1, 0], passed_on[2, 1] = 0.3, 0.5
    found = with_transfers(np.array([[100.0, 10.0], [20.0, 0.0], [0.0, 1.0]]), passed_on)
    assert found[0].tolist() == [100, 10]
    assert found[1:] == pytest.approx(np.array([[50, 3], [25, 2.5]]))


def test_random_networks_satisfy_the_equations():
    rng = np.random.default_rng(5)
    for _ in range(20):
        passed_on = rng.random((6, 6)) * rng.random((6, 6)).round() / 6.5
        outside = rng.random((6, 4)) * 100
        found = with_transfers(outside, passed_on)
        assert found == pytest.approx(outside + passed_on @ found, rel=1e-12)
        assert (found >= outside - 1e-9).all()


def test_a_loop_that_passes_on_everything_is_refused():
    with pytest.raises(ModelError, match="gain 1"):
        with_transfers(np.ones((2, 1)), np.array([[0.0, 1.0], [1.0, 0.0]]))
