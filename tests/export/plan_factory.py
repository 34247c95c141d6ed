"""A small finished plan made in memory for the tests of the plan folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
from staffwright.scheduler.calendar import Grid, to_utc
from staffwright.scheduler.payroll import pay_lines, wages
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
    Violation,
)
from staffwright.scheduler.scenario.types import (
    Activity,
    Agent,
    Contract,
    Objective,
    Premium,
    Queue,
    Rules,
    Scenario,
    Shift,
)

BERLIN = "Europe/Berlin"
FIRST = date(2026, 3, 28)
FULL = Contract("full", 2400, 0, 2880, Decimal(25), frozenset({"day"}))
SUNDAY = Premium("sunday", "day", Decimal(50), None, frozenset({6}), False, "any", 4 * 60)


def agent(employee_id: str, name: str | None = None) -> Agent:
    """Return a full-timer at 16 an hour."""
    return Agent(
        employee_id,
        employee_id.title() if name is None else name,
        FULL,
        Decimal(1),
        Decimal("16.00"),
        frozenset({"billing"}),
    )


def shift(
    employee_id: str, day: date, start: str = "08:00", *, shift_id: str = "early", hours: int = 8
) -> Shift:
    """Return a shift with an unpaid half hour in its middle."""
    began = to_utc(datetime.combine(day, time.fromisoformat(start)), BERLIN)
    half = began + timedelta(hours=hours // 2)
    resumed, ended = half + timedelta(minutes=30), began + timedelta(hours=hours)
    activities = (
        Activity("work", began, half, True, True, "billing"),
        Activity("break:meal", half, resumed, False, False),
        Activity("work", resumed, ended, True, True, "billing"),
    )
    return Shift(employee_id, shift_id, day, activities)


def scenario(agents: Sequence[Agent], name: str = "Harbour") -> Scenario:
    """Return two days over the clock change, one queue, hourly intervals."""
    queue = Queue(
        "billing",
        0.8,
        20.0,
        None,
        None,
        None,
        None,
        0.1,
        1,
        False,
        (),
        False,
        Decimal(45),
        Decimal(4),
    )
    return Scenario(
        name=name,
        currency="EUR",
        week_start=0,
        grid=Grid(BERLIN, FIRST, 2, 60, 15),
        queues=(queue,),
        shifts=(),
        contracts=(FULL,),
        rules=Rules(60, (23 * 60, 6 * 60), 180),
        premiums=(SUNDAY,),
        objective=Objective(Decimal(6), Decimal(25), Decimal(20)),
        agents=tuple(agents),
        forecast=pl.DataFrame(
            {
                "queue": ["billing"],
                "interval_start": [datetime(2026, 3, 28, 7, tzinfo=UTC)],
                "volume": [20.0],
                "aht_s": [240.0],
                "patience_s": [None],
            },
            schema_overrides={"patience_s": pl.Float64},
        ),
        time_off=(),
        unavailable=(),
        preferences=(),
        events=(),
        history=(),
        locked=(),
        holidays=frozenset(),
        defaults_used=("The time zone is UTC.",),
        input_hashes={"forecast.csv": "ab" * 32, "agents.csv": "cd" * 32},
    )


def requirement(grid: Grid) -> Requirement:
    """Return one agent needed in every interval, with an awkward offered load."""
    shape = (1, grid.n_intervals)
    return Requirement(
        grid=grid,
        queues=("billing",),
        volume=np.full(shape, 20.0),
        aht_s=np.full(shape, 240.0),
        patience_s=np.full(shape, np.nan),
        offered_load=np.full(shape, 4.0 / 3.0),
        required=np.full(shape, 1, dtype=np.int64),
        scheduled=np.full(shape, 2, dtype=np.int64),
        open=np.full(shape, True),
        model=("erlang_c",),
        binding=np.full(shape, 3, dtype=np.int8),
    )


def plan(
    shifts: Sequence[Shift] | None = None,
    agents: Sequence[Agent] | None = None,
    name: str = "Harbour",
) -> Plan:
    """Return a plan of two agents and three shifts unless told otherwise."""
    if shifts is None:
        shifts = (
            shift("bob", FIRST),
            shift("ann", FIRST, "22:00", shift_id="night"),
            shift("ann", FIRST + timedelta(days=1), "22:00", shift_id="night"),
        )
    if agents is None:
        agents = [agent(employee) for employee in sorted({s.employee_id for s in shifts})]
    made = scenario(agents, name)
    needed = requirement(made.grid)
    shape = needed.required.shape
    covered = np.full(shape, 1 / 3)
    level = np.full(shape, 0.75)
    level[0, 0] = np.nan
    paid = wages(made, shifts)
    cost = Cost(
        base=_six_places(paid.base),
        premiums={name: _six_places(amount) for name, amount in paid.premiums.items()},
        overtime=_six_places(paid.overtime),
        understaffing=Decimal("45.10"),
        overstaffing=Decimal("0"),
        preferences=Decimal("12"),
        fairness=Decimal("0E-6"),
    )
    audit = AuditReport(
        violations=(Violation("rest", "ann", "2026-03-29", "9 h", "11 h", "Too short a rest."),),
        cost=cost,
        coverage=Coverage(covered, np.maximum(0.0, 2 - covered), np.zeros(shape), level),
        service_levels=(ServiceLevelDay("billing", "2026-03-28", 480.0, 0.75, 0.8, None),),
        shortages=(
            Shortage(
                "billing", "2026-03-28T00:00:00+01:00", "2026-03-28T08:00:00+01:00", 8.0, 1, False
            ),
        ),
        under_hours=0.1 + 0.2,
        over_hours=0.0,
        required_hours=94.0,
        paid_hours={s.employee_id: 7.5 for s in shifts},
    )
    total = float(cost.total)
    solve = SolveReport(
        status="feasible",
        cost=total,
        bound=total * 0.98,
        seed=7,
        seconds=1.25,
        trace=(
            TracePoint(0.5, "greedy", None, None),
            TracePoint(1.0, "tours", total, total * 0.98),
        ),
    )
    return Plan(made, needed, tuple(shifts), audit, pay_lines(made, shifts), solve)


def _six_places(amount: Fraction) -> Decimal:
    return Decimal(round(amount * 10**6)).scaleb(-6)


def without_bound(made: Plan) -> Plan:
    """Return the plan as if no bound were known."""
    return replace(made, solve=replace(made.solve, bound=None))
