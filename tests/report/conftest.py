"""Finished plans, made up but consistent (coverage follows from the shifts), and a browser."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from staffwright.scheduler.calendar import Grid, shift_span
from staffwright.scheduler.plan import (
    AuditReport,
    Cost,
    Coverage,
    Plan,
    Requirement,
    ServiceLevelDay,
    Shortage,
    SolveReport,
    TracePoint,
)
from staffwright.scheduler.report import render_report
from staffwright.scheduler.scenario.types import (
    Activity,
    Agent,
    Contract,
    Objective,
    Preference,
    Queue,
    Rules,
    Scenario,
    Shift,
    TimeOff,
)

if TYPE_CHECKING:
    from chromium import Chromium

# Lets test modules import the browser beside them
sys.path.insert(0, str(Path(__file__).parent))

QUEUES = ("billing", "technical", "retention")
FIRST_NAMES = ("Ada", "Bruno", "Carla", "Deniz", "Emil", "Farah", "Greta", "Hugo", "Ines", "Jonas")
LAST_NAMES = ("Albers", "Brandt", "Cordes", "Demir", "Ehlers", "Frank", "Götz", "Hansen", "Ilic")
STARTS = {"early": 360, "late": 840, "night": 1320}
PlanFactory = Callable[..., Plan]


def _queue(name: str) -> Queue:
    waits = name == "retention"
    return Queue(
        id=name,
        service_level=None if waits else 0.8,
        within_s=None if waits else 20.0,
        mean_wait_s=20.0 if waits else None,
        max_occupancy=None,
        max_abandonment=None,
        patience_s=180.0,
        shrinkage=0.08,
        minimum_staff=1,
        hard_minimum=name == "technical",
        hours=(),
        closed_on_holidays=False,
        under_price=Decimal(45),
        over_price=Decimal(4),
    )


def _contract(name: str, hours: int) -> Contract:
    kinds = frozenset({"day", "night"})
    return Contract(name, hours * 60, hours * 48, hours * 72, Decimal(25), kinds)


def _agents(count: int) -> tuple[Agent, ...]:
    contracts = [_contract("full", 40), _contract("part", 25), _contract("nights", 32)]
    return tuple(
        Agent(
            employee_id=f"E{k + 1:04d}",
            name=f"{FIRST_NAMES[k % 10]} {LAST_NAMES[k // 10 % 9]}",
            contract=contracts[(0, 0, 1, 2)[k % 4]],
            fte=Decimal(1),
            base_rate=Decimal("18.50"),
            skills=frozenset(QUEUES[j] for j in range(3) if (k + j) % 3 or k % 3 == j),
            group=("quay", "pier", None)[k % 3],
            zone="Europe/Lisbon" if k % 5 == 4 else None,
        )
        for k in range(count)
    )


def _shift(agent: Agent, day: date, kind: str, zone: str, queues: tuple[str, str]) -> Shift | None:
    number = int(agent.employee_id[1:])
    span = shift_span(day, STARTS[kind] + 30 * (number % 3), 510, zone)
    if span is None:
        return None
    start, end = span
    wait = 15 * (number % 4)
    edges = [(105 + wait, "work", 0), (120 + wait, "break:rest1", -1)]
    edges += [(210 + wait, "work", 0), (240 + wait, "break:meal", -1)]
    edges += [(345 + wait, "work", 1), (360 + wait, "break:rest2", -1)]
    activities, at = [], start
    for minutes, code, which in edges:
        until = start + timedelta(minutes=minutes)
        queue = queues[which] if which >= 0 else None
        activities.append(Activity(code, at, until, code != "break:meal", which >= 0, queue))
        at = until
    if (day.toordinal() + number) % 23 == 0:
        until = at + timedelta(minutes=45)
        activities.append(Activity("event:coaching", at, until, True, False))
        at = until
    activities.append(Activity("work", at, end, True, True, queues[1]))
    locked = (day.toordinal() + number) % 17 == 0
    return Shift(agent.employee_id, kind, day, tuple(activities), locked)


def _works(k: int, day: int) -> bool:
    return (day + 3 * k) % 7 < (3 if k % 4 == 2 else 5)


def _kind(k: int, day: int) -> str:
    return "night" if k % 4 == 3 else ("early", "late")[(k // 4 + day // 7) % 2]


def _shifts(agents: tuple[Agent, ...], days: range, grid: Grid) -> tuple[Shift, ...]:
    found = []
    for k, agent in enumerate(agents):
        served = [queue for queue in QUEUES if queue in agent.skills]
        queues = (served[0], served[-1])
        for day in days:
            if _works(k, day) and not (k % 11 == 5 and 3 <= day < 6):
                found.append(_shift(agent, grid.day(day), _kind(k, day), grid.zone, queues))
    return tuple(shift for shift in found if shift is not None)


def _covered(grid: Grid, shifts: tuple[Shift, ...]) -> np.ndarray:
    covered = np.zeros((len(QUEUES), grid.n_slots))
    for shift in shifts:
        for activity in shift.activities:
            if activity.queue is not None:
                first, last = (max(0, grid.slot_at(at)) for at in (activity.start, activity.end))
                covered[QUEUES.index(activity.queue), first:last] += 1
    return covered[:, : grid.n_intervals]


def _requirement(grid: Grid, covered: np.ndarray) -> Requirement:
    wide = np.ones(13) / 13
    smooth = np.stack([np.convolve(row, wide, mode="same") for row in covered])
    random = np.random.default_rng(7)
    scheduled = np.maximum(1, np.rint(smooth + random.normal(0, 0.6, covered.shape))).astype(
        np.int64
    )
    shape = scheduled.shape
    return Requirement(
        grid=grid,
        queues=QUEUES,
        volume=scheduled * 3.5,
        aht_s=np.full(shape, 240.0),
        patience_s=np.full(shape, 180.0),
        offered_load=scheduled * 0.8,
        required=np.maximum(1, np.floor(scheduled * 0.92)).astype(np.int64),
        scheduled=scheduled,
        open=np.ones(shape, dtype=bool),
        model=("erlang_a",) * len(QUEUES),
        binding=np.full(shape, 3, dtype=np.int8),
    )


def _coverage(requirement: Requirement, covered: np.ndarray) -> Coverage:
    under = np.maximum(0.0, requirement.scheduled - covered)
    over = np.maximum(0.0, covered - requirement.scheduled)
    level = np.clip(0.86 - 0.08 * under + 0.03 * over, 0.2, 0.99)
    level[QUEUES.index("retention")] = np.nan
    return Coverage(covered, under, over, level)


def _service(grid: Grid, requirement: Requirement, coverage: Coverage) -> list[ServiceLevelDay]:
    found = []
    for day in range(grid.days):
        cut = slice(int(grid.day_starts[day]), int(grid.day_starts[day + 1]))
        for k, queue in enumerate(QUEUES):
            volume = requirement.volume[k, cut]
            waits = queue == "retention"
            level = (
                None if waits else float(np.average(coverage.service_level[k, cut], weights=volume))
            )
            wait = 12.0 + 8 * float(coverage.under[k, cut].mean())
            target = None if waits else 0.8
            label = grid.day(day).isoformat()
            found.append(ServiceLevelDay(queue, label, float(volume.sum()), level, target, wait))
    return found


def _shortages(grid: Grid, under: np.ndarray) -> list[Shortage]:
    found = []
    for k, queue in enumerate(QUEUES):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], under[k] > 0, [0]))))
        for first, last in edges.reshape(-1, 2)[:30]:
            start, end = (grid.local(grid.instant(int(at))).isoformat() for at in (first, last))
            hours = float(under[k, first:last].sum()) / 4
            found.append(Shortage(queue, start, end, hours, int(under[k, first:last].max()), False))
    return found


def _wishes(agents: tuple[Agent, ...], grid: Grid) -> tuple[Preference, ...]:
    """Return a wish for a day off of every other agent, and a second one of every fourth."""
    return tuple(
        Preference(agent.employee_id, grid.day(day), None, None, True, Decimal(1))
        for k, agent in enumerate(agents)
        for day in ((1, 2) if k % 4 == 0 else (1,))
        if k % 2 == 0
    )


def _trace(cost: float, bound: float) -> tuple[TracePoint, ...]:
    stages = ("insertion", "tours", "improvement")
    return tuple(
        TracePoint(
            seconds=0.8 + 6.1 * k,
            stage=stages[min(2, k // 3)],
            cost=None if k == 0 else cost * (1 + 2.4 / k**2),
            bound=None if k < 2 else bound * (1 - 0.05 / k),
        )
        for k in range(20)
    )


def build_plan(
    agents: int = 12, days: int = 14, first_day: date = date(2026, 3, 23), **changes: object
) -> Plan:
    """Return a plan of `agents` over `days`, by default from 23 March 2026, in Berlin."""
    grid = Grid("Europe/Berlin", first_day, days, 15, 15, 360)
    people = _agents(agents)
    history = _shifts(people, range(-7, 0), grid)
    shifts = _shifts(people, range(days), grid)
    covered = _covered(grid, (*history, *shifts))
    requirement = _requirement(grid, covered)
    coverage = _coverage(requirement, covered)
    paid = {agent.employee_id: 0.0 for agent in people}
    for shift in shifts:
        paid[shift.employee_id] += shift.paid_minutes / 60
    hours = Decimal(str(sum(paid.values())))
    under, over = float(coverage.under.sum()) / 4, float(coverage.over.sum()) / 4
    premiums = {"night": hours, "deep_night": hours / 3, "sunday": hours / 2, "holiday": hours / 4}
    cost = Cost(
        base=hours * Decimal("18.50"),
        premiums=premiums,
        overtime=Decimal("312.125"),
        understaffing=Decimal(45) * Decimal(str(under)),
        overstaffing=Decimal(4) * Decimal(str(over)),
        preferences=Decimal(54),
        fairness=Decimal(0),
    )
    away = tuple(grid.instant(int(grid.day_starts[day])) for day in (min(3, days), min(6, days)))
    leave = tuple(
        TimeOff(person.employee_id, *away, "annual leave", 960)
        for k, person in enumerate(people)
        if k % 11 == 5
    )
    scenario = Scenario(
        name="Harbour Line",
        currency="EUR",
        week_start=0,
        grid=grid,
        queues=tuple(map(_queue, QUEUES)),
        shifts=(),
        contracts=tuple({agent.contract.id: agent.contract for agent in people}.values()),
        rules=Rules(60, (1380, 360), 180),
        premiums=(),
        objective=Objective(Decimal(6), Decimal(25), Decimal(20)),
        agents=people,
        forecast=pl.DataFrame(),
        time_off=leave,
        unavailable=(),
        preferences=_wishes(people, grid),
        events=(),
        history=history,
        locked=(),
        holidays=frozenset({date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)}),
        defaults_used=("Patience of retention is not given: 180 s.",),
        input_hashes={"forecast.csv": "ab" * 32},
    )
    audit = AuditReport(
        violations=(),
        cost=cost,
        coverage=coverage,
        service_levels=tuple(_service(grid, requirement, coverage)),
        shortages=tuple(_shortages(grid, coverage.under)),
        under_hours=under,
        over_hours=over,
        required_hours=float(requirement.scheduled.sum()) / 4,
        paid_hours=paid,
    )
    total = float(cost.total)
    solve = SolveReport("feasible", total, total * 0.94, 7, 117.3, _trace(total, total * 0.94))
    plan = Plan(scenario, requirement, shifts, audit, (), solve)
    return replace(plan, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_plan() -> PlanFactory:
    """The factory itself, for plans of any size."""
    return build_plan


@pytest.fixture(scope="session")
def plan() -> Plan:
    """A plan of 12 agents over 14 days across the clock change."""
    return build_plan()


@pytest.fixture(scope="session")
def large_report() -> str:
    """The report of 1,000 agents over 28 days."""
    return render_report(build_plan(1000, 28))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages lie that the browser opens."""
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One headless browser for all tests."""
    from chromium import Chromium

    with Chromium(tmp_path_factory.mktemp("profile")) as started:
        started.size(1280, 900)
        started.media()
        yield started


@pytest.fixture(scope="session")
def show(browser: Chromium, folder: Path) -> Callable[[str], None]:
    """What opens a page's text in the browser and waits until it is drawn."""

    def open_text(text: str) -> None:
        page = folder / "report.html"
        page.write_text(text, encoding="utf-8")
        browser.open(page)

    return open_text


@pytest.fixture
def shown(plan: Plan, browser: Chromium, show: Callable[[str], None]) -> Chromium:
    """The browser with the usual plan freshly opened."""
    show(render_report(plan))
    return browser
