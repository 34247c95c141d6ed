"""Decide near ties with 80 digits: does a whole number of agents meet a target?

The arguments are taken as the doubles they are. A value that agrees with its target to 40
digits is a tie and meets it. Where the sums would be too long (patience above some thousand
handling times at 100,000 erlangs) the answer of double precision stands.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext

from ._margin import Kind

_DIGITS = 80
_TIE = Decimal("1e-40")
_NEGLIGIBLE = Decimal("1e-90")
_HUGE = Decimal("1e300")
_INFINITY = Decimal("Infinity")
_MOST_TERMS = 500_000


class _TooLongError(Exception):
    """A sum has too many terms to be worth it."""


def _inverse_blocking(load: Decimal, agents: int) -> Decimal:
    """Return ``1 / B``, the sum over k of n (n-1) ... (n-k+1) / a^k."""
    term = total = Decimal(1)
    for left in range(agents, 0, -1):
        term = term * left / load
        total += term
        if left < load and term < total * _NEGLIGIBLE:
            break
    return total


def _kummer_less_one(x: Decimal, y: Decimal) -> Decimal:
    """Return ``M(1, x + 1, y) - 1``, the sum over k >= 1 of y^k / ((x+1) ... (x+k)).

    Infinity stands for what is too large to matter to the share served.
    """
    term, total, factor = Decimal(1), Decimal(0), x
    for _ in range(_MOST_TERMS):
        factor += 1
        term = term * y / factor
        total += term
        if y < factor and term <= total * _NEGLIGIBLE:
            return total
        if term > _HUGE:
            return _INFINITY
    raise _TooLongError


def _meets_c(
    kind: Kind, agents: int, load: Decimal, aht_s: Decimal, within_s: Decimal, target: Decimal
) -> bool:
    spare = agents - load
    if spare <= 0:
        return False
    waiting = agents / (spare * _inverse_blocking(load, agents) + load)
    if kind is Kind.WAIT:
        return waiting * aht_s / spare <= target * (1 + _TIE)
    late = waiting * (-spare * within_s / aht_s).exp()
    return late <= (1 - target) * (1 + _TIE)


def _meets_a(
    kind: Kind,
    agents: int,
    load: Decimal,
    aht_s: Decimal,
    within_s: Decimal,
    patience_s: Decimal,
    target: Decimal,
) -> bool:
    """Decide by the closed forms.

    With `h` as in `_erlang_a`, `mass` its integral and `kept` that of ``exp(-theta t) h``, both
    from one time on, and M Kummer's function: ``n * mass = h * M`` and
    ``a * kept = n * mass - h``.
    """
    if agents == 0:
        return False
    scale = patience_s / aht_s
    excess = _kummer_less_one(agents * scale, load * scale)
    waiting = 1 / (1 + (_inverse_blocking(load, agents) - 1) / (1 + excess))
    served = 1 - waiting + waiting * agents / load * (1 - 1 / (1 + excess))
    if kind is Kind.WAIT:
        return (1 - served) * patience_s <= target * (1 + _TIE)
    if kind is Kind.ABANDONMENT:
        return 1 - served <= target * (1 + _TIE)
    if excess == _INFINITY:
        raise _TooLongError
    patient = (-within_s / patience_s).exp()
    later = load * scale * patient
    height = (load * scale - later - agents * within_s / aht_s).exp()
    excess_later = _kummer_less_one(agents * scale, later)
    share = waiting / (1 + excess)
    in_time = served - share * height * agents * excess_later / load
    counted = Decimal(1)
    if kind is Kind.IN_TIME_COUNTED:
        counted = in_time + share * patient * height * (1 + excess_later)
    return counted - in_time <= (1 - target) * counted * (1 + _TIE)


def settle(
    kind: Kind,
    agents: int,
    load: float,
    aht_s: float,
    within_s: float,
    patience_s: float | None,
    target: float,
) -> int:
    """Return the smallest number of agents that meets the target, starting at a near miss.

    Parameters
    ----------
    kind : Kind
        What the target limits; every one but the occupancy, which has a tolerance.
    agents : int
        Where to start: the answer or a number close to it.
    load, aht_s, within_s, patience_s, target : float
        The queue in erlangs and seconds. `patience_s` is None where callers do not hang up;
        a target of kind ``WAIT`` is in seconds.
    """
    exact_load, aht, within, goal = map(Decimal, (load, aht_s, within_s, target))

    def meets(count: int) -> bool:
        if patience_s is None:
            return _meets_c(kind, count, exact_load, aht, within, goal)
        return _meets_a(kind, count, exact_load, aht, within, Decimal(patience_s), goal)

    settled = agents
    with localcontext() as context:
        context.prec, context.Emax, context.Emin = _DIGITS, MAX_EMAX, MIN_EMIN
        try:
            while not meets(settled):
                settled += 1
            while settled > 0 and meets(settled - 1):
                settled -= 1
        except _TooLongError:
            return agents
    return settled
