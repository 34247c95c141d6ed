"""The models against tables of 50-digit values and of values that others have printed."""

import csv
from pathlib import Path

import numpy as np
import pytest
from staffwright.models.queueing import (
    abandonment,
    erlang_b,
    erlang_c,
    expected_queue,
    mean_wait,
    occupancy,
    required_agents,
    service_level,
)

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def table():
    with (DATA / "queueing_reference.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    assert len(rows) == 156
    return columns


def close(result, expected, *, absolute):
    """1e-10 relative, and for probabilities 1e-12 absolute as well."""
    finite = np.isfinite(expected)
    assert np.array_equal(np.isposinf(result), np.isposinf(expected))
    difference = np.abs(result[finite] - expected[finite])
    positive = np.abs(expected[finite]) > 1e-40  # the table rounds some zeros to -1e-47
    assert (difference <= 1e-10 * np.abs(expected[finite]) + np.where(positive, 0, 1e-40)).all()
    if absolute:
        assert difference.max() <= 1e-12


def arguments(table):
    return table["offered_load_erl"], table["agents"], table["aht_s"]


def test_every_erlang_b_value_of_the_table(table):
    load, agents, _ = arguments(table)
    close(erlang_b(load, agents), table["erlB_block_prob"], absolute=True)


def test_every_erlang_c_value_of_the_table(table):
    load, agents, aht_s = arguments(table)
    close(erlang_c(load, agents), table["erlC_pwait(1_if_n<=a)"], absolute=True)
    close(mean_wait(load, agents, aht_s), table["erlC_asa_s(inf_if_n<=a)"], absolute=False)
    levels = service_level(load, agents, aht_s, table["T_s"])
    close(levels, table["erlC_sl(0_if_n<=a)"], absolute=True)


def test_every_erlang_a_service_level_of_the_table(table):
    """Both countings of abandoned callers."""
    queue = (*arguments(table), table["T_s"], table["patience_mean_s"])
    offered = service_level(*queue)
    counted = service_level(*queue, counting="excluding_short_abandons")
    assert np.abs(offered - table["erlA_sl_ansT_over_offered"]).max() <= 1e-12
    column = "erlA_sl_ansT_over_(offered-abandoned_before_T)"
    assert np.abs(counted - table[column]).max() <= 1e-12
    large = table["erlA_sl_ansT_over_offered"] > 1e-9
    close(offered[large], table["erlA_sl_ansT_over_offered"][large], absolute=True)
    close(counted[large], table[column][large], absolute=True)


def test_every_erlang_a_wait_of_the_table(table):
    queue = (*arguments(table), table["patience_mean_s"])
    close(mean_wait(*queue), table["erlA_mean_wait_all_s"], absolute=False)
    close(mean_wait(*queue, who="answered"), table["erlA_asa_answered_s"], absolute=False)


def test_every_erlang_a_share_of_the_table(table):
    queue = (*arguments(table), table["patience_mean_s"])
    close(abandonment(*queue), table["erlA_pabandon"], absolute=True)
    close(occupancy(*queue), table["erlA_occupancy"], absolute=True)
    # answered at once or not: the probability of waiting
    at_once = service_level(*queue[:3], 0, queue[3])
    close(1 - at_once, table["erlA_pwait"], absolute=True)


def test_the_queue_obeys_littles_law(table):
    load, agents, aht_s = arguments(table)
    queue = expected_queue(load, agents, aht_s, table["patience_mean_s"])
    close(queue, load / aht_s * table["erlA_mean_wait_all_s"], absolute=False)


PUBLISHED = {
    "erlC a=10 n=14 AHT180 T20 Pwait": lambda: erlang_c(10, 14),
    "erlC same SL": lambda: service_level(10, 14, 180, 20),
    "erlC same ASA s": lambda: mean_wait(10, 14, 180),
    "erlC a=10 n=11 Pwait": lambda: erlang_c(10, 11),
    "erlA a=10 n=13 AHT180 T20 pat300 SL(ans<=T/offered)": lambda: service_level(
        10, 13, 180, 20, 300
    ),
    "erlA same Pab": lambda: abandonment(10, 13, 180, 300),
    "erlA same Pwait": lambda: 1 - service_level(10, 13, 180, 0, 300),
    'erlA same "ASA" min = mean wait ALL': lambda: mean_wait(10, 13, 180, 300) / 60,
    "erlA same occupancy": lambda: occupancy(10, 13, 180, 300),
    "erlC a=48 n=50 AHT60 ASA s": lambda: mean_wait(48, 50, 60),
    "erlA a=48 n=50 AHT60 pat120 Pab": lambda: abandonment(48, 50, 60, 120),
    "erlA same mean wait s": lambda: mean_wait(48, 50, 60, 120),
    "erlA same occupancy 2": lambda: occupancy(48, 50, 60, 120),
    "erlB n=15 a=8.108": lambda: erlang_b(8.108, 15),
    "erlB n=30 a=25": lambda: erlang_b(25, 30),
}


def published_rows():
    """Rows of the table; the second of two equal names gets a 2."""
    seen = set()
    with (DATA / "queueing_published.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["case"] if row["case"] not in seen else f"{row['case']} 2"
            seen.add(name)
            yield pytest.param(name, row["published"], row["computed_mpmath"], id=name)


@pytest.mark.parametrize(("name", "published", "computed"), list(published_rows()))
def test_every_published_value_to_its_printed_digits(name, published, computed):
    value = float(PUBLISHED[name]())
    digits = published.split()[0].split(".")[1]
    # one unit of the last digit, as some sources cut off where others round
    tolerance = 10.0 ** -len(digits) if len(digits) < 10 else 1e-13
    if "approx" in published:
        tolerance = 0.005
    assert value == pytest.approx(float(published.split()[0]), abs=tolerance)
    assert value == pytest.approx(float(computed), rel=1e-11)


def test_a_short_answer_time_of_24_minutes_needs_11_agents():
    """78.75 calls in 30 minutes, AHT 4 min: starting at round(a + 1) overstaffs by one."""
    load = 78.75 * 240 / 1800
    assert required_agents(load, 240, service_level=0.8, within_s=24 * 60) == 11
    assert service_level(load, 11, 240, 24 * 60) == pytest.approx(0.959, abs=5e-4)


def test_500_calls_with_short_patience_do_not_underflow():
    """500 calls of 4 minutes, patience 60 s: shares answered within 30 and 40 s rise together."""
    load = 500 * 240 / 1800
    within_30, within_40 = service_level(load, 66, 240, [30, 40], 60)
    assert 0.8 < within_30 <= within_40 < 1
    assert required_agents(load, 240, service_level=0.8, within_s=20, patience_s=60) < load


def test_zero_volume_needs_nobody_and_misses_nothing():
    assert required_agents(0, 240, service_level=0.8, within_s=20) == 0
    assert required_agents(0, 240, max_abandonment=0.05, patience_s=60) == 0
    assert service_level(0, 0, 240, 20) == 1
    assert mean_wait(0, 0, 240) == 0
    assert occupancy(0, 0, 240, 60) == 0
    assert expected_queue(0, 0, 240) == 0
