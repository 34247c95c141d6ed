"""Erlang A (M/M/n+M): callers hang up after an exponential patience.

Time is measured in mean handling times. With load `a`, agents `n` and abandonment rate
``theta = aht / patience`` the wait `V` offered to a caller who would never hang up has, where it
is positive, a density proportional to ``h(t) = exp(a (1 - exp(-theta t)) / theta - n t)``. Every
measure is a ratio of integrals of `h` times a positive weight:

* ``1 - exp(-theta t)``: the caller has hung up before time t,
* ``exp(-theta t)``: the caller is still there, hence answered at t.

The integrals run over ``u = theta t``, away from the peak of `h` (at 0, or at ``log(a / n)`` in
overload), in Gauss-Legendre panels. Nothing cancels, so patience may approach 0 or infinity.

References
----------
F. Baccelli and G. Hebuterne (1981), On queues with impatient customers, Performance '81 (density
of the offered wait).
O. Garnett, A. Mandelbaum and M. Reiman (2002), Designing a call center with impatient customers,
Manufacturing & Service Operations Management 4(3), 208-227.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._erlang_b import inverse_blocking
from ._jit import compiled
from ._special import DROP, FINE, FloatArray, Rule, exp_excess, log_excess

# Panels over which exp(-u) changes by at most exp(8).
_PANEL = 8.0
# From here on exp(-u) is below double precision and the integrand is an exponential.
_FAR = 40.0
# Beyond these rates patience is 0 or infinite for every purpose.
LEAST_RATE, LARGEST_RATE = 1e-100, 1e100


class Integrals(NamedTuple):
    """Integrals of ``h`` over a stretch of u with the weights 1, lost, kept and u * kept."""

    mass: float
    lost: float
    kept: float
    moment: float


class Measures(NamedTuple):
    """What Erlang A says about one queue. Shares are of the contacts offered.

    Attributes
    ----------
    waiting : share who wait at all.
    in_time : share answered within the answer-time target.
    not_in_time : the rest: answered late or lost at any time.
    lost_early : share who hang up within the target.
    late : share who still wait when the target has passed.
    lost, served : share who hang up, share answered.
    served_wait : mean of wait times answered, in mean handling times.
    """

    waiting: float
    in_time: float
    not_in_time: float
    lost_early: float
    late: float
    lost: float
    served: float
    served_wait: float


@compiled
def _add(p: Integrals, q: Integrals, factor: float) -> Integrals:
    """Return ``p + factor * q``."""
    return Integrals(
        p.mass + factor * q.mass,
        p.lost + factor * q.lost,
        p.kept + factor * q.kept,
        p.moment + factor * q.moment,
    )


@compiled
def _reach(slope: float, curvature: float, rightwards: bool) -> float:
    """Return how far from its start the integrand is spent (an upper bound)."""
    if rightwards:
        # exp(-w) - 1 + w >= w^2 / (2 + w)
        square = slope + curvature
        linear = 2.0 * slope - DROP
        root = math.sqrt(linear * linear + 8.0 * DROP * square)
        if linear > 0.0:
            return 4.0 * DROP / (linear + root)
        return (root - linear) / (2.0 * square)
    # exp(w) - 1 - w >= w^2 / 2, and >= 0.4 exp(w) from 1.5 on
    reach = 2.0 * DROP / (slope + math.sqrt(slope * slope + 2.0 * curvature * DROP))
    return min(reach, max(1.5, math.log(2.5 * DROP / curvature)))


@compiled
def _stretch(
    slope: float, curvature: float, sign: float, start: float, width: float, rule: Rule
) -> Integrals:
    """Integrate from `start` over `width` to the right (sign 1) or to the left (sign -1).

    The integrand is ``exp(-slope w - curvature (exp(-s w) - 1 + s w))`` with w the distance from
    `start` and s the sign; it falls with w.
    """
    kept_there = math.exp(-start)
    lost_there = -math.expm1(-start)
    stop = min(width, _reach(slope, curvature, sign > 0.0))
    near = min(stop, _FAR) if sign > 0.0 else stop
    nodes, weights = rule
    mass = lost = kept = moment = 0.0
    panels = max(1, math.ceil(near / _PANEL))
    half = 0.5 * near / panels
    for panel in range(panels):
        middle = (2 * panel + 1) * half
        for k in range(nodes.size):
            w = middle + half * nodes[k]
            excess = exp_excess(sign * w)
            gone = sign * w - excess  # 1 - exp(-s w)
            density = weights[k] * half * math.exp(-slope * w - curvature * excess)
            kept_here = density * kept_there * (1.0 - gone)
            mass += density
            lost += density * max(0.0, lost_there + kept_there * gone)
            kept += kept_here
            moment += kept_here * max(0.0, start + sign * w)
    if stop > near:
        rate = slope + curvature
        far = math.exp(-slope * near - curvature * (near - 1.0)) / rate
        far *= -math.expm1(-rate * (width - near))
        mass += far
        lost += far
    return Integrals(mass, lost, kept, moment)


@compiled
def _early_and_late(
    load: float, agents: float, theta: float, mark: float, rule: Rule
) -> tuple[Integrals, Integrals]:
    """Return the integrals below and above ``u = mark``, scaled by the peak of `h`."""
    none = Integrals(0.0, 0.0, 0.0, 0.0)
    if load <= agents:
        peak, slope, curvature = 0.0, (agents - load) / theta, load / theta
    else:
        peak, slope, curvature = math.log1p((load - agents) / agents), 0.0, agents / theta
    away = mark - peak
    if away <= 0.0:
        right = _stretch(slope, curvature, 1.0, peak, math.inf, rule)
        if peak == 0.0:
            return none, right
        growth = math.exp(-away)
        below = _stretch(curvature * math.expm1(-away), curvature * growth, -1.0, mark, mark, rule)
        early = _add(none, below, math.exp(-curvature * exp_excess(away)))
        return early, _add(right, _stretch(0.0, curvature, -1.0, peak, -away, rule), 1.0)
    early = _stretch(slope, curvature, 1.0, peak, away, rule)
    if peak > 0.0:
        early = _add(early, _stretch(0.0, curvature, -1.0, peak, peak, rule), 1.0)
    decay = math.exp(-away)
    above = _stretch(
        slope - curvature * math.expm1(-away), curvature * decay, 1.0, mark, math.inf, rule
    )
    depth = slope * away + curvature * exp_excess(away)
    return early, _add(none, above, math.exp(-depth))


@compiled
def measures(
    load: float, agents: float, theta: float, target: float, inverse_blocked: float, rule: Rule
) -> Measures:
    """Return all measures of one queue.

    Parameters
    ----------
    load : float
        Erlangs, above 0.
    agents : float
        At least 0.
    theta : float
        Abandonment rate per mean handling time, ``aht / patience``.
    target : float
        Answer-time target in mean handling times.
    inverse_blocked : float
        ``1 / B`` of Erlang B.
    rule : Rule
        Gauss-Legendre nodes and weights, which decide the precision.
    """
    theta = min(max(theta, LEAST_RATE), LARGEST_RATE)
    mark = theta * target
    if agents == 0.0:
        return Measures(1.0, 0.0, 1.0, -math.expm1(-mark), math.exp(-mark), 1.0, 0.0, math.nan)
    early, late = _early_and_late(load, agents, theta, mark, rule)
    total = early.mass + late.mass
    # Kummer's M(1, x + 1, y), x = n / theta and y = a / theta, is x * total * exp(height)
    height = 0.0
    if load > agents:
        height = agents / theta * log_excess((load - agents) / agents)
    odds = (inverse_blocked - 1.0) * math.exp(-height) * theta / (agents * total)
    waiting = 1.0 / (1.0 + odds)
    idle = 1.0 / (1.0 + 1.0 / odds)
    share = waiting / total
    return Measures(
        waiting,
        idle + share * early.kept,
        share * (early.lost + late.mass),
        share * (early.lost - math.expm1(-mark) * late.mass),
        share * math.exp(-mark) * late.mass,
        share * (early.lost + late.lost),
        idle + share * (early.kept + late.kept),
        share * (early.moment + late.moment) / theta,
    )


@compiled
def measures_of_all(
    load: FloatArray, agents: FloatArray, theta: FloatArray, target: FloatArray
) -> FloatArray:
    """Return the measures of many queues, a row for each field of `Measures`."""
    result = np.empty((8, load.size))
    for k in range(load.size):
        inverse_blocked = inverse_blocking(load[k], agents[k], FINE)
        m = measures(load[k], agents[k], theta[k], target[k], inverse_blocked, FINE)
        result[0, k] = m.waiting
        result[1, k] = m.in_time
        result[2, k] = m.not_in_time
        result[3, k] = m.lost_early
        result[4, k] = m.late
        result[5, k] = m.lost
        result[6, k] = m.served
        result[7, k] = m.served_wait
    return result
