"""Exact forward equations of M(t)/M/n(t)+M within an interval of constant rates.

The number in system `N` is a birth-death process. Its distribution is carried by uniformisation:
``p(t) = sum over j of Poisson(j; r t) P^j p(0)`` with `r` the largest rate out of a state, every
term positive, so that nothing cancels. Only the states that can matter are kept; where one at the
edge turns out to matter the stretch is widened and the interval repeated.

Large queues are followed on cells of 2, 4, 8, ... numbers each, which is cheaper by up to the third
power of the width: `in_cells` and `_jumps`.

References
----------
W. K. Grassmann (1977), Transient solutions in Markovian queueing systems, Computers & Operations
Research 4(1), 47-53.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._jit import compiled
from ._special import FloatArray

# Probability that may be cut off on either side where the process is followed exactly.
EXACT = 1e-10
# In a cell less than this share of what may be cut off is nothing.
_NOTHING = 1e-2
# An arrival rate below this share of the departure rate is none.
_NEGLIGIBLE = 1e-30
# exp(-_LARGEST) is far from underflow.
_LARGEST = 500.0


class Chances(NamedTuple):
    """Distribution of the number in system, by cells of `width` numbers each.

    ``p[i]`` is the probability of the cell that begins with ``low + i * width``; `low` is a
    multiple of `width`, and `width` a power of two.
    """

    low: int
    width: int
    p: FloatArray


class Rates(NamedTuple):
    """Rates of one interval, per second; `leaving` is that of one waiting caller.

    `tagged` is the rate at which a followed caller behind all others hangs up while nobody is
    free; the probability lost to it leaves the distribution.
    """

    arrival: float
    service: float
    agents: int
    leaving: float
    tagged: float


@compiled
def _departure(rates: Rates, number: float) -> float:
    """Return the rate at which one of `number` callers leaves the system."""
    busy = min(number, float(rates.agents))
    return rates.service * busy + rates.leaving * (number - busy)


@compiled
def _halved(chances: Chances) -> Chances:
    """Return the distribution over cells of half the width, linear within each old cell."""
    low, width, p = chances
    half = np.empty(2 * p.size)
    for i in range(p.size):
        before = p[i - 1] if i > 0 else 0.0
        after = p[i + 1] if i + 1 < p.size else 0.0
        tilt = 0.125 * (after - before)
        # no half cell below 0
        tilt = min(max(tilt, -0.5 * p[i]), 0.5 * p[i])
        half[2 * i] = 0.5 * p[i] - tilt
        half[2 * i + 1] = 0.5 * p[i] + tilt
    return Chances(low, width // 2, half)


@compiled
def _doubled(chances: Chances) -> Chances:
    """Return the distribution over cells of twice the width."""
    low, width, p = chances
    shift = (low // width) % 2
    double = np.zeros((p.size + shift + 1) // 2)
    for i in range(p.size):
        double[(i + shift) // 2] += p[i]
    return Chances(low - shift * width, 2 * width, double)


@compiled
def in_cells(chances: Chances, width: int) -> Chances:
    """Return the distribution over cells of another width."""
    while chances.width > width:
        chances = _halved(chances)
    while chances.width < width:
        chances = _doubled(chances)
    return chances


@compiled
def one_by_one(chances: Chances) -> Chances:
    """Return the distribution over single numbers."""
    while chances.width > 1:
        chances = _halved(chances)
    return chances


@compiled
def _trimmed(chances: Chances, cut: float) -> Chances:
    """Return the distribution without spent cells at both ends."""
    low, width, p = chances
    first, last = 0, p.size - 1
    below = above = 0.0
    while first < last and below + p[first] < cut:
        below += p[first]
        first += 1
    while last > first and above + p[last] < cut:
        above += p[last]
        last -= 1
    return Chances(low + first * width, width, p[first : last + 1])


@compiled
def _stretch(low: int, high: int, rates: Rates, seconds: float, slack: float) -> tuple[int, int]:
    """Return the lowest and highest number worth keeping for `seconds`, from `low` to `high` now.

    Below, the process exceeds one in which everybody departs at the faster of the two rates;
    above, it stays near a walk with the drift of the busy queue, which abandonment pulls back.
    """
    arrivals = rates.arrival * seconds
    fastest = max(rates.service, rates.leaving)
    kept = math.exp(-fastest * seconds)
    reached = low * kept
    if fastest > 0.0:
        reached += rates.arrival / fastest * (1.0 - kept)
    bottom = min(float(low), reached)
    bottom -= slack * math.sqrt(max(float(low), reached)) + slack
    if arrivals == 0.0:
        return max(0, int(bottom)), high
    done = rates.service * rates.agents * seconds
    excess, spread = max(0.0, arrivals - done), arrivals + min(done, arrivals)
    if rates.leaving > 0.0:
        excess = min(excess, excess / (rates.leaving * seconds))
        spread = min(spread, 2.0 * max(rates.arrival, rates.service * rates.agents) / rates.leaving)
    swing = slack * math.sqrt(spread) + slack
    top = max(high, rates.agents) + excess + swing
    top = min(top, high + arrivals + slack * math.sqrt(arrivals))
    return max(0, int(bottom)), math.ceil(max(top, float(high)) + slack)


@compiled
def _jumps(rates: Rates, low: int, width: int, size: int) -> tuple[FloatArray, FloatArray]:
    """Return the rates of jumps from each cell to the next and to the one before.

    With ``r = d / lambda``, d the departure rate between two cells, they are ``lambda / (width S)``
    and ``r^width`` times that, ``S = 1 + r + ... + r^(width - 1)``: the drift is that of the
    process, and so is the stationary distribution where d is constant (an exponentially fitted
    difference scheme). Cells of width 1 are the process itself.
    """
    up, down = np.zeros(size), np.zeros(size)
    for i in range(1, size):
        # the mean over the unit steps from the middle of one cell to that of the next
        edge = low + i * width - 0.5 * (width - 1)
        departure = 0.0
        for number in range(width):
            departure += _departure(rates, edge + number)
        departure /= width
        if width == 1 or rates.arrival < _NEGLIGIBLE * departure:
            up[i - 1], down[i] = rates.arrival / width, departure / width
            continue
        power, total, terms = departure / rates.arrival, 1.0, 1
        while terms < width:
            total *= 1.0 + power
            power *= power
            terms *= 2
        up[i - 1] = rates.arrival / (width * total)
        down[i] = up[i - 1] * power
    return up, down


@compiled
def _add(p: FloatArray, factor: float, total: FloatArray) -> None:
    """Add `factor` times `p` to `total`."""
    for i in range(total.size):
        total[i] += factor * p[i]


@compiled
def _jump(
    p: FloatArray, up: FloatArray, stay: FloatArray, down: FloatArray, after: FloatArray
) -> None:
    """Put into `after` the probabilities one jump later; `p` has one cell more at both ends."""
    for i in range(after.size):
        after[i] = up[i] * p[i] + stay[i] * p[i + 1] + down[i] * p[i + 2]


@compiled
def _carried(
    start: Chances, rates: Rates, seconds: float, nothing: float
) -> tuple[FloatArray, FloatArray]:
    """Carry a distribution whose cells suffice by uniformisation; also return its average."""
    low, width, p = start
    size = p.size
    up, down = _jumps(rates, low, width, size)
    stay = up + down
    if rates.tagged > 0.0:
        for i in range(size):
            if low + i * width >= rates.agents:
                stay[i] += rates.tagged
    fastest = stay.max()
    if fastest * seconds == 0.0:
        return p.copy(), p.copy()
    up /= fastest
    down /= fastest
    stay = 1.0 - stay / fastest
    pieces = max(1, math.ceil(fastest * seconds / _LARGEST))
    mean = fastest * seconds / pieces
    average = np.zeros(size)
    # a cell of nothing at both ends spares the loop over cells its edges
    here, there = np.zeros(size + 2), np.zeros(size + 2)
    ups, downs = np.zeros(size + 2), np.zeros(size + 2)
    ups[1:-1], downs[1:-1] = up, down
    here[1:-1] = p
    for _ in range(pieces):
        first, last = 1, size
        weight = math.exp(-mean)
        seen = 0.0
        term = 0
        end = np.zeros(size)
        while True:
            while first < last and here[first] < nothing:
                first += 1
            while last > first and here[last] < nothing:
                last -= 1
            here[first - 1] = here[last + 1] = 0.0
            seen += weight
            beyond = max(0.0, 1.0 - seen) / (mean * pieces)
            _add(here[first : last + 1], weight, end[first - 1 : last])
            _add(here[first : last + 1], beyond, average[first - 1 : last])
            if term > mean and weight < nothing:
                break
            first, last = max(1, first - 1), min(size, last + 1)
            there[first - 1] = there[last + 1] = 0.0
            _jump(
                here[first - 1 : last + 2],
                ups[first - 1 : last],
                stay[first - 1 : last],
                downs[first + 1 : last + 2],
                there[first : last + 1],
            )
            here, there = there, here
            term += 1
            weight *= mean / term
        here[1:-1] = end
    return here[1:-1].copy(), average


@compiled
def advance(
    chances: Chances, rates: Rates, seconds: float, width: int, cut: float
) -> tuple[Chances, Chances]:
    """Return the distribution after `seconds`, and its average over that time, in cells."""
    chances = _trimmed(in_cells(chances, width), cut)
    slack = 4.0
    while True:
        high = chances.low + chances.p.size * width - 1
        low, high = _stretch(chances.low, high, rates, seconds, slack)
        low = low // width * width
        p = np.zeros((high - low) // width + 1)
        first = (chances.low - low) // width
        p[first : first + chances.p.size] = chances.p
        end, average = _carried(Chances(low, width, p), rates, seconds, _NOTHING * cut)
        below = low > 0 and max(average[0], end[0]) > cut
        above = rates.arrival > 0.0 and max(average[-1], end[-1]) > cut
        if not below and not above:
            return Chances(low, width, end), Chances(low, width, average)
        slack *= 1.6


@compiled
def stationary(rates: Rates) -> Chances:
    """Return the stationary distribution; there must be one."""
    peak = min(int(rates.arrival / rates.service), rates.agents)
    if rates.arrival > rates.service * rates.agents:
        peak = rates.agents
        peak += int((rates.arrival - rates.service * rates.agents) / rates.leaving)
    above = [1.0]
    number = peak
    while above[-1] > 1e-14:
        number += 1
        above.append(above[-1] * rates.arrival / _departure(rates, number))
    below = [1.0]
    number = peak
    while number > 0 and below[-1] > 1e-14:
        below.append(below[-1] * _departure(rates, number) / rates.arrival)
        number -= 1
    p = np.empty(len(below) + len(above) - 1)
    for i in range(len(below)):
        p[len(below) - 1 - i] = below[i]
    for i in range(1, len(above)):
        p[len(below) - 1 + i] = above[i]
    return Chances(number, 1, p / p.sum())


@compiled
def from_moments(mean: float, variance: float) -> Chances:
    """Return the normal distribution rounded to whole numbers, what is below 0 put at 0."""
    if variance < 1e-6:
        low = max(0, math.floor(mean))
        part = min(1.0, max(0.0, mean - low))
        return Chances(low, 1, np.array([1.0 - part, part]))
    scale = math.sqrt(2.0 * variance)
    low = max(0, math.floor(mean - 6.0 * scale))
    high = max(low + 1, math.ceil(mean + 6.0 * scale))
    p = np.empty(high - low + 1)
    before = 0.0
    for i in range(p.size):
        until = 0.5 * math.erfc((mean - low - i - 0.5) / scale)
        p[i] = until - before
        before = until
    return Chances(low, 1, p / p.sum())


@compiled
def moments(chances: Chances) -> tuple[float, float]:
    """Return mean and variance."""
    low, width, p = chances
    total = mean = 0.0
    for i in range(p.size):
        total += p[i]
        mean += p[i] * i
    mean /= total
    variance = 0.0
    for i in range(p.size):
        variance += p[i] * (i - mean) * (i - mean)
    return low + 0.5 * (width - 1) + mean * width, variance / total * width * width
