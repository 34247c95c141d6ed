"""The models a second time, slowly and with 120 digits: sums over states and gamma functions.

Nothing here is shared with the package. Erlang A comes from the textbook's closed forms, which
need the digits because they cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mpmath import mp, mpf

mp.dps = 120
NEGLIGIBLE = mpf(10) ** -150


def inverse_blocking(load: mpf, agents: float) -> mpf:
    """1/B: a finite sum for whole agents, the incomplete gamma function for fractions."""
    if agents != int(agents):
        return mp.exp(load) * load ** (-mpf(agents)) * mp.gammainc(mpf(agents) + 1, load)
    term = total = mpf(1)
    for left in range(int(agents), 0, -1):
        term *= left / load
        total += term
        if left < load and term < total * NEGLIGIBLE:
            break
    return total


def kummer(x: mpf, y: mpf) -> mpf:
    """M(1, x + 1, y) as its series."""
    term = total = mpf(1)
    k = 0
    while y > x + k or term > total * NEGLIGIBLE:
        k += 1
        term *= y / (x + k)
        total += term
    return total


@dataclass(frozen=True)
class ErlangC:
    """A queue whose callers wait for ever."""

    load: float
    agents: float
    aht_s: float
    within_s: float

    @cached_property
    def waiting(self) -> mpf:
        a, n = mpf(self.load), mpf(self.agents)
        if n <= a:
            return mpf(1)
        b = 1 / inverse_blocking(a, self.agents)
        return n * b / (n - a * (1 - b))

    @property
    def service_level(self) -> mpf:
        spare = mpf(self.agents) - mpf(self.load)
        if spare <= 0:
            return mpf(0)
        return 1 - self.waiting * mp.exp(-spare * mpf(self.within_s) / mpf(self.aht_s))

    @property
    def mean_wait_s(self) -> mpf:
        spare = mpf(self.agents) - mpf(self.load)
        return mp.inf if spare <= 0 else self.waiting * mpf(self.aht_s) / spare


@dataclass(frozen=True)
class ErlangA:
    """A queue whose callers hang up."""

    load: float
    agents: float
    aht_s: float
    within_s: float
    patience_s: float

    @cached_property
    def parts(self) -> tuple[mpf, mpf, mpf]:
        """Shares that wait, that are answered in time, and that still wait at the target."""
        a, n = mpf(self.load), mpf(self.agents)
        aht, patience, within = mpf(self.aht_s), mpf(self.patience_s), mpf(self.within_s)
        x, y = n * patience / aht, a * patience / aht
        z = y * mp.exp(-within / patience)
        m = kummer(x, y)
        waiting = m / (inverse_blocking(a, self.agents) + m - 1)
        ratio = mp.exp(y - z - n * within / aht)  # h at the target
        beyond = ratio * kummer(x, z)
        answered_waiting = waiting / m * (n / a) * ((m - 1) - (beyond - ratio))
        still = waiting / m * mp.exp(-within / patience) * beyond
        return waiting, 1 - waiting + answered_waiting, still

    @property
    def waiting(self) -> mpf:
        return self.parts[0]

    @property
    def service_level(self) -> mpf:
        return self.parts[1]

    @property
    def service_level_counted(self) -> mpf:
        return self.parts[1] / (self.parts[1] + self.parts[2])

    @cached_property
    def abandonment(self) -> mpf:
        a, n = mpf(self.load), mpf(self.agents)
        scale = mpf(self.patience_s) / mpf(self.aht_s)
        m = kummer(n * scale, a * scale)
        return self.waiting * (1 - (n / a) * (m - 1) / m)

    @property
    def mean_wait_s(self) -> mpf:
        return self.abandonment * mpf(self.patience_s)

    @property
    def occupancy(self) -> mpf:
        return mpf(self.load) * (1 - self.abandonment) / mpf(self.agents)
