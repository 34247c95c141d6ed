"""Families of generated contact centres: queues, shapes of demand, skills, contracts, prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np


@dataclass(frozen=True)
class Stream:
    """A queue's share of the work, its handling time and the shape of its day.

    `peaks` are (clock hour, width in hours, height) on top of `night`, the level at all hours.
    """

    name: str
    share: float
    aht_s: float
    night: float
    peaks: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Family:
    """What distinguishes one family of centres.

    Attributes
    ----------
    streams : tuple of Stream
    skills : tuple of (tuple of int, float)
        Skill sets, as indices of streams, and the share of agents that have each.
    contracts : (float, float, float)
        Shares of agents on 40, 30 and 20 hours.
    weekdays : tuple of float
        Weights of the days from Monday on.
    holiday : float
        Weight of a public holiday, instead of its weekday's.
    under_price, over_price : Decimal
        Per agent-hour missing and too many.
    least_agents : int
        Fewer cannot keep all its queues open.
    """

    streams: tuple[Stream, ...]
    skills: tuple[tuple[tuple[int, ...], float], ...]
    contracts: tuple[float, float, float]
    weekdays: tuple[float, ...]
    holiday: float
    under_price: Decimal = Decimal(60)
    over_price: Decimal = Decimal(5)
    least_agents: int = 1


FLAT_WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 0.92)
PEAKED_WEEK = (1.15, 1.05, 1.0, 1.0, 0.98, 0.70, 0.55)
FOUR_SKILLS = (
    ((0,), 0.22),
    ((1,), 0.16),
    ((2,), 0.10),
    ((3,), 0.05),
    ((0, 1), 0.14),
    ((0, 2), 0.09),
    ((1, 2), 0.08),
    ((2, 3), 0.06),
    ((0, 1, 2, 3), 0.10),
)

TWENTY_STREAMS = tuple(
    Stream(
        name=f"queue{k + 1:02}",
        share=share,
        aht_s=(240.0, 300.0, 360.0, 420.0, 540.0)[k % 5],
        night=0.1 + 0.05 * (k % 3),
        peaks=((9.5 + k % 4, 2.0, 1.0), (15.0 + k % 5, 2.5, 0.8)),
    )
    for k, share in enumerate(np.linspace(0.08, 0.02, 20).round(4).tolist())
)
TWENTY_SKILLS = (
    *(((k,), 0.035) for k in range(12)),
    *(((k, k + 1), 0.035) for k in range(0, 20, 2)),
    *(((k, k + 5, k + 10), 0.03) for k in range(0, 10, 2)),
    (tuple(range(10)), 0.03),
    (tuple(range(10, 20)), 0.03),
    (tuple(range(20)), 0.02),
)
"""30 sets: single queues, neighbours, threes, and a few agents for ten queues or all."""

FAMILIES = {
    "one_flat": Family(
        streams=(Stream("calls", 1.0, 300.0, 0.8, ((13.0, 5.0, 0.2),)),),
        skills=(((0,), 1.0),),
        contracts=(0.7, 0.2, 0.1),
        weekdays=FLAT_WEEK,
        holiday=0.9,
    ),
    "one_peaked": Family(
        streams=(Stream("calls", 1.0, 300.0, 0.15, ((10.5, 1.8, 1.0), (16.0, 2.6, 0.85))),),
        skills=(((0,), 1.0),),
        contracts=(0.5, 0.3, 0.2),
        weekdays=PEAKED_WEEK,
        holiday=0.5,
    ),
    "four_flat": Family(
        streams=(
            Stream("service", 0.40, 300.0, 0.8, ((13.0, 5.0, 0.2),)),
            Stream("technical", 0.30, 420.0, 0.75, ((17.0, 5.0, 0.25),)),
            Stream("billing", 0.20, 240.0, 0.75, ((10.0, 4.0, 0.25),)),
            Stream("sales", 0.10, 360.0, 0.7, ((15.0, 5.0, 0.3),)),
        ),
        skills=FOUR_SKILLS,
        contracts=(0.7, 0.2, 0.1),
        weekdays=FLAT_WEEK,
        holiday=0.9,
    ),
    "four_peaked": Family(
        streams=(
            Stream("service", 0.40, 300.0, 0.15, ((10.5, 1.8, 1.0), (16.0, 2.6, 0.85))),
            Stream("technical", 0.30, 420.0, 0.2, ((11.0, 2.5, 0.6), (19.5, 2.0, 1.0))),
            Stream("billing", 0.20, 240.0, 0.1, ((9.5, 1.5, 1.0), (14.0, 2.5, 0.7))),
            Stream("sales", 0.10, 360.0, 0.15, ((12.5, 2.0, 0.8), (18.0, 2.0, 0.9))),
        ),
        skills=FOUR_SKILLS,
        contracts=(0.5, 0.3, 0.2),
        weekdays=PEAKED_WEEK,
        holiday=0.5,
    ),
    "twenty_peaked": Family(
        streams=TWENTY_STREAMS,
        skills=TWENTY_SKILLS,
        contracts=(0.5, 0.3, 0.2),
        weekdays=PEAKED_WEEK,
        holiday=0.5,
        least_agents=200,
    ),
}
