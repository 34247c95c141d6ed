"""Gaps and tables from the lines of the rostering benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Record = dict[str, Any]
Centre = tuple[Any, ...]
"""Family, agents, days and seed."""


@dataclass(frozen=True)
class Size:
    """A size of centre, the two seconds at which it is looked at, and the gaps aimed at."""

    agents: int
    days: int
    early_s: float
    later_s: float
    early_target: float
    later_target: float
    memory_target_mib: int | None = None

    @property
    def name(self) -> str:
        """Agents x days."""
        return f"{self.agents}x{self.days}"


SIZES = (
    Size(50, 7, 3, 30, 0.04, 0.02),
    Size(200, 7, 4, 30, 0.012, 0.007),
    Size(1000, 7, 10, 60, 0.006, 0.0045),
    Size(2000, 7, 20, 60, 0.007, 0.0055, 1024),
    Size(200, 28, 8, 60, 0.015, 0.011),
    Size(1000, 28, 30, 120, 0.009, 0.008, 2048),
)


def centre_of(line: Record) -> Centre:
    """Return which centre a run was on."""
    return tuple(line[k] for k in ("family", "agents", "days", "seed"))


def best_bounds(lines: Iterable[Record]) -> dict[Centre, float]:
    """Return the highest certified bound of every centre, elastic prices included."""
    best: dict[Centre, float] = {}
    for line in lines:
        if line.get("bound") is not None:
            centre = centre_of(line)
            best[centre] = max(best.get(centre, line["bound"]), line["bound"])
    return best


def gap_at(line: Record, second: float, bound: float, *, unavoidable: float = 0.0) -> float | None:
    """Return the gap of the roster at a second; None where there was none.

    The cost above the bound, over the bound without the elastic prices that the final roster
    pays and without `unavoidable`. Elastic prices that the roster at that second pays beyond
    them count in full.
    """
    mark = line["marks"].get(f"{second:g}")
    if mark is None:
        return None
    above = mark["cost"] + mark["elastic"] - bound
    return float(above / (bound - line.get("elastic", 0.0) - unavoidable))


def tables(lines: Sequence[Record]) -> str:
    """Return all tables as Markdown."""
    bounds = best_bounds(lines)
    ours = [line for line in lines if line["engine"] == "staffwright"]
    parts = ["# Rostering benchmark", _conditions(lines), "## Gap, by size and family"]
    parts += [_gap_table(ours, bounds), "## Seconds until", _phase_table(ours)]
    if len(ours) < len(lines):
        parts += ["## Beside plain CP-SAT", _cpsat_table(lines, bounds)]
        parts += ["## Beside pyworkforce", _pyworkforce_table(lines)]
    return "\n\n".join(parts) + "\n"


def _conditions(lines: Sequence[Record]) -> str:
    """Say on what and when the runs were made."""
    if not lines:
        return "No runs yet."
    loads = [line["load_average"] for line in lines if line.get("load_average") is not None]
    machines = ", ".join(sorted({line["machine"] for line in lines}))
    load = (
        f"; load average at the end of runs {min(loads):.1f} to {max(loads):.1f}" if loads else ""
    )
    days = sorted({line["when"][:10] for line in lines})
    seconds = "Seconds count from process start"
    if any(line.get("clock") == "processor" for line in lines):
        seconds = "Seconds are the processor's, as other work kept the machine busy"
    return (
        f"Version {lines[-1]['version']}, {days[0]} to {days[-1]}, {machines}{load}. {seconds}; "
        "medians over seeds."
    )


def _groups(lines: Iterable[Record]) -> list[tuple[Size, str, list[Record]]]:
    """Return runs by size and family, in the order of `SIZES`."""
    lines = list(lines)
    groups = []
    for size in SIZES:
        here = [x for x in lines if (x["agents"], x["days"]) == (size.agents, size.days)]
        families = dict.fromkeys(x["family"] for x in here)
        groups += [(size, name, [x for x in here if x["family"] == name]) for name in families]
    return groups


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in body)


def _median(values: Iterable[float | None], write: Callable[[float], str]) -> str:
    """Write the median; how many are missing, where some are (none of a run counts as worst)."""
    values = list(values)
    known = sorted(v for v in values if v is not None)
    if not known:
        return "none"
    if len(known) < len(values):
        return f"{write(median(known))} ({len(values) - len(known)} of {len(values)} none)"
    return write(median(known))


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def _gap_table(ours: Sequence[Record], bounds: dict[Centre, float]) -> str:
    head = ["centre", "family", "seeds", "early", "aim", "later", "aim", "controllable, later"]
    head += ["under h", "over h", "of h", "memory MiB", "aim", "audit"]
    rows = []
    for size, family, runs in _groups(ours):
        scored = [(x, bounds[centre_of(x)]) for x in runs if centre_of(x) in bounds]
        early = [gap_at(x, size.early_s, b) for x, b in scored]
        later = [gap_at(x, size.later_s, b) for x, b in scored]
        owned = [gap_at(x, size.later_s, b, unavoidable=x["floor"]) for x, b in scored]
        dirty = sum(x.get("violations", 0) > 0 for x in runs)
        rows.append(
            (
                *(size.name, family, str(len(runs))),
                f"{_median(early, _percent)} at {size.early_s:g} s",
                _percent(size.early_target),
                f"{_median(later, _percent)} at {size.later_s:g} s",
                _percent(size.later_target),
                _median(owned, _percent),
                _median((x.get("under_hours") for x in runs), "{:.0f}".format),
                _median((x.get("over_hours") for x in runs), "{:.0f}".format),
                _median((x["required_hours"] for x in runs), "{:,.0f}".format),
                _median((x["memory_mib"] for x in runs), "{:.0f}".format),
                "" if size.memory_target_mib is None else str(size.memory_target_mib),
                "clean" if not dirty else f"{dirty} with violations",
            )
        )
    return _table(head, rows)


PHASES = ("imports", "scenario", "problem", "engine imports", "first roster")


def first_of(line: Record, stage: str) -> float | None:
    """Return the second of a run's first point of a stage."""
    return next((row[0] for row in line["trace"] if row[2] == stage), None)


def _phase_table(ours: Sequence[Record]) -> str:
    stages = ("pricing", "priced sweeps", "annealing", "CP-SAT window")
    head = ("centre", "family", *PHASES, *(f"first of {s}" for s in stages))
    rows = []
    for size, family, runs in _groups(ours):
        cells = [_median((x["phases"].get(p) for x in runs), "{:.1f}".format) for p in PHASES]
        cells += [_median((first_of(x, s) for x in runs), "{:.1f}".format) for s in stages]
        rows.append((size.name, family, *cells))
    return _table(head, rows)


def _cpsat_table(lines: Sequence[Record], bounds: dict[Centre, float]) -> str:
    """Return gaps of plain CP-SAT, of ours with the same fixed breaks, and of ours."""
    engines = ("cpsat", "staffwright-fixed", "staffwright")
    names = ("CP-SAT", "ours, breaks fixed", "ours")
    head = ["centre", "family", "seeds", *(f"{n}, {k}" for k in ("early", "later") for n in names)]
    head += ["CP-SAT's own bound below ours", "booleans", "memory MiB", "ours"]
    runs_of = {e: {centre_of(x): x for x in lines if x["engine"] == e} for e in engines}
    rows = []
    for size, family, runs in _groups(x for x in lines if x["engine"] == "cpsat"):
        centres = [centre_of(x) for x in runs if centre_of(x) in bounds]
        sides = [[runs_of[e][c] for c in centres if c in runs_of[e]] for e in engines]
        cells = []
        for second in (size.early_s, size.later_s):
            for side in sides:
                gaps = [gap_at(x, second, bounds[centre_of(x)]) for x in side]
                cells.append(f"{_median(gaps, _percent)} at {second:g} s")
        below = [_below(x.get("own_bound"), bounds[centre_of(x)]) for x in sides[0]]
        cells.append(_median(below, _percent))
        cells.append(_median((x["booleans"] for x in sides[0]), "{:.0f}".format))
        memory = [_median((x["memory_mib"] for x in sides[k]), "{:.0f}".format) for k in (0, 2)]
        rows.append((size.name, family, str(len(centres)), *cells, *memory))
    return _table(head, rows)


def _below(own: float | None, ours: float) -> float | None:
    return None if own is None else 1 - own / ours


def _pyworkforce_table(lines: Sequence[Record]) -> str:
    """Return agent-hours under and over with people nobody limits, beside ours of named agents."""
    head = ["centre", "family", "seeds", "status", "under + over h", "paid h"]
    head += ["ours: under + over h", "of required h"]
    mine = {centre_of(x): x for x in lines if x["engine"] == "staffwright"}
    rows = []
    for size, family, runs in _groups(x for x in lines if x["engine"] == "pyworkforce"):
        beside = [mine.get(centre_of(x), {}) for x in runs]
        rows.append(
            (
                *(size.name, family, str(len(runs))),
                ", ".join(sorted({x["status"] for x in runs})),
                _median((_off(x) for x in runs), "{:.0f}".format),
                _median((x.get("paid_hours") for x in runs), "{:,.0f}".format),
                _median((_off(x) for x in beside), "{:.0f}".format),
                _median((x["required_hours"] for x in runs), "{:,.0f}".format),
            )
        )
    return _table(head, rows)


def _off(line: Record) -> float | None:
    if "under_hours" not in line:
        return None
    return float(line["under_hours"] + line["over_hours"])
