"""What stands in for what is not given, each with the sentence that says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .spec import DEFAULT_OVER_PRICE, DEFAULT_UNDER_PRICE

SERVICE_LEVEL = 0.80
WITHIN_S = 20
BASE_RATE = Decimal("20.00")
CONTRACT = "standard"

_SHIFT_MINUTES = 510
_ROUND_THE_CLOCK_MINUTES = 20 * 60
_TARGETS = ("service_level", "within_s", "mean_wait_s", "max_occupancy", "max_abandonment")

Filled = tuple[dict[str, Any], tuple[str, ...]]


def fill_defaults(
    raw: dict[str, Any], *, with_agents: bool, hours: tuple[int, int] = (0, 1440)
) -> Filled:
    """Return what a TOML holds with sections that may be left out, and a sentence for each.

    Parameters
    ----------
    raw : dict
        The parsed TOML, not yet validated.
    with_agents : bool
        Whether there are agents; without them shifts, contracts and pay do not matter.
    hours : (int, int)
        Clock minutes between which there is volume, for the shifts.
    """
    filled = dict(raw)
    said: list[str] = []
    _fill_targets(filled, said)
    if "shrinkage" not in raw:
        said.append("shrinkage: none is given, so nobody is absent unplanned (0 %).")
    interval = _interval(raw)
    if "shifts" not in raw and "breaks" not in raw:
        shifts, breaks, sentence = default_shifts(hours, interval)
        filled["shifts"], filled["breaks"] = shifts, breaks
        if with_agents:
            said.append(sentence)
    if "contracts" not in raw:
        filled["contracts"] = [default_contract()]
        if with_agents:
            said.append(
                f'contracts: none is given, so "{CONTRACT}" for all: 40 h a week, at most 48 h, '
                "25 % overtime premium above 40 h."
            )
    if with_agents:
        _say_prices(raw, said)
    return filled, tuple(said)


def _fill_targets(filled: dict[str, Any], said: list[str]) -> None:
    queues = filled.get("queues")
    if not isinstance(queues, list):
        return
    with_targets = []
    for queue in queues:
        if isinstance(queue, dict) and not any(name in queue for name in _TARGETS):
            queue = {**queue, "service_level": SERVICE_LEVEL, "within_s": WITHIN_S}
            said.append(
                f"queues: {queue.get('id', '?')} has no target, so "
                f"{SERVICE_LEVEL * 100:g} % answered within {WITHIN_S} s."
            )
        with_targets.append(queue)
    filled["queues"] = with_targets


def _say_prices(raw: dict[str, Any], said: list[str]) -> None:
    queues = raw.get("queues")
    tables = (
        [queue for queue in queues if isinstance(queue, dict)] if isinstance(queues, list) else []
    )
    for key, price in (("under_price", DEFAULT_UNDER_PRICE), ("over_price", DEFAULT_OVER_PRICE)):
        without = [
            str(queue.get("id", "?"))
            for queue in tables
            if key not in queue
            # an agent too many has no price of its own where the service level is the value
            and (key == "under_price" or queue.get("value") != "service_level")
        ]
        if without:
            said.append(f"queues: {', '.join(without)} without {key}, so {price} an agent-hour.")
    if "rules" not in raw:
        said.append(
            "rules: none are given, so 11 h rest between shifts, 6 days in a row, 60 minutes of "
            "work between breaks, a night has 3 h between 23:00 and 06:00."
        )
    if "pay" not in raw:
        said.append("pay: no premiums are given, so all hours are paid at the base rate.")
    if "objective" not in raw:
        said.append(
            "objective: no prices are given, so 5 per unit of weight of a wish not granted, 20 "
            "per night and per weekend shift above the fair share."
        )
    if "holidays" not in raw:
        said.append("holidays: none are given, so all days are ordinary.")


def _interval(raw: dict[str, Any]) -> int:
    horizon = raw.get("horizon")
    value = horizon.get("interval_minutes") if isinstance(horizon, dict) else None
    return value if isinstance(value, int) else 15


def default_contract() -> dict[str, Any]:
    """Return the contract of agents who have none."""
    return {
        "id": CONTRACT,
        "weekly_hours": 40,
        "min_weekly_hours": 0,
        "max_weekly_hours": 48,
        "overtime_percent": 25,
    }


def default_premiums() -> list[dict[str, Any]]:
    """Return the premiums of a scenario made from a bare forecast."""
    return [
        {"id": "night", "group": "night", "percent": 25, "window": "23:00-06:00"},
        {"id": "sunday", "group": "day", "percent": 50, "weekdays": ["sun"]},
    ]


def default_shifts(
    hours: tuple[int, int], interval: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], str]:
    """Return shifts and breaks that cover the hours with volume, and the sentence on them.

    Parameters
    ----------
    hours : (int, int)
        Clock minutes of the first and the last volume of any day.
    interval : int
        Forecast interval in minutes; breaks are multiples of a step that it shares.
    """
    first = hours[0] // 30 * 30
    last = min(1440, -(-hours[1] // 30) * 30)
    if last - first >= _ROUND_THE_CLOCK_MINUTES:
        breaks = _breaks(_SHIFT_MINUTES, interval)
        shifts = [
            _shift("early", "day", 6 * 60, 9 * 60, _SHIFT_MINUTES, breaks),
            _shift("late", "day", 12 * 60, 15 * 60 + 30, _SHIFT_MINUTES, breaks),
            _shift("night", "night", 21 * 60 + 30, 22 * 60 + 30, _SHIFT_MINUTES, breaks),
        ]
        what = (
            "early (start 06:00-09:00), late (12:00-15:30) and night (21:30-22:30) of 8.5 h, "
            "starts every 30 minutes"
        )
    else:
        length = min(_SHIFT_MINUTES, max(120, last - first))
        breaks = _breaks(length, interval)
        latest = max(first, last - length)
        shifts = [_shift("day", "day", first, latest, length, breaks)]
        what = (
            f"day (start {_clock(first)}-{_clock(latest)}, every 30 minutes) of {length / 60:g} h"
        )
    taken = ", ".join(
        f"{rule['minutes']} min {'paid' if rule['paid'] else 'unpaid'}" for rule in breaks
    )
    sentence = f"shifts: none are given, so {what}, with breaks of {taken or 'no minutes'}."
    return shifts, breaks, sentence


def _shift(
    name: str, kind: str, first: int, latest: int, length: int, breaks: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "start": _clock(first),
        "latest_start": _clock(latest),
        "step_minutes": 30,
        "lengths_minutes": [length],
        "breaks": [rule["id"] for rule in breaks],
    }


def _breaks(length: int, interval: int) -> list[dict[str, Any]]:
    """Return two paid rests around an unpaid meal; in short shifts fewer of them."""
    # six- and twelve-minute intervals share three minutes with 15, which is below the least step
    rest = 18 if interval in (6, 12) else 15
    breaks = [_break("rest1", rest, True, 90, 180)]
    if length >= 360:
        breaks.append(_break("meal", 30, False, 210, min(330, length - 60)))
    if length >= 480:
        breaks.append(_break("rest2", rest, True, 360, length - 60))
    return breaks if length >= 240 else []


def _break(name: str, minutes: int, paid: bool, earliest: int, latest: int) -> dict[str, Any]:
    return {
        "id": name,
        "minutes": minutes,
        "paid": paid,
        "earliest_minutes": earliest,
        "latest_minutes": latest,
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
