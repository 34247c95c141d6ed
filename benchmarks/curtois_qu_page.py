"""The results page of the Curtois & Qu benchmark, written from the lines of all runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Record = dict[str, Any]

PUBLISHED: dict[int, tuple[str, ...]] = {
    1: ("607", "607", "607", "607", "607", "607", "607"),
    2: ("828", "923", "828", "828", "828", "828", "828"),
    3: ("1001", "1003", "1001", "1001", "1001", "1001", "1001"),
    4: ("1716", "1719", "1716", "1716", "1716", "1716", "1716"),
    5: ("1143", "1439", "1143", "1143", "1143", "1143", "1160"),
    6: ("1950", "2344", "1950", "1950", "1950", "1950", "1952"),
    7: ("1056", "1284", "1056", "1056", "1056", "1056", "1058"),
    8: ("1300", "2529", "8995", "1364", "1323", "1344", "1308"),
    10: ("4631", "4999", "4631", "4631", "4631", "4631", "4631"),
    12: ("4040", "5611", "4045", "4042", "4040", "4040", "4046"),
    14: ("1278", "2542", "1482", "1281", "1280", "1279", "-"),
    17: ("5746", "7835", "6149", "5760", "5851", "5750", "-"),
    20: ("4769", "-", "-", "-", "-", "-", "-"),
    22: ("30241", "-", "-", "-", "-", "-", "-"),
}
"""Best known cost (January 2023); in 10 minutes ejection chain, Gurobi and integer programming with
variable neighbourhood search; in 60 minutes the last two; branch and price."""

_HEAD = """# The engine on the instances of Curtois & Qu

Curtois & Qu (2014) published 24 staff-scheduling instances; the costs of the best rosters known and
of published methods stand at [schedulingbenchmarks.org](https://www.schedulingbenchmarks.org). This
page is written by `python benchmarks/curtois_qu.py --page` from every run in
`benchmarks/results/`, not from the best ones; a run that fails or that the checker refuses stops
the script and is looked into. The engine is the one that plans contact centres,
with the same settings for all instances; [the formulation](formulation.md) says what it does.

Shown are 14 of the 24: those of the public copy that the runs are made from. The engine was
worked on while they were made, see *ended*. One run was made again when the engine had learned to
anneal over long horizons: instance 20 with seed 1 had cost 5506 before, and the new run replaced
it, as git shows.

Each roster was checked by `benchmarks/curtois_qu_checker.py`, which reads only the instance and the
roster and shares no code with engine or auditor. Bounds are certified: no legal roster costs less.
A cost equal to the bound is optimal. *Seconds* are wall time, with the times at which a run was
halted for another benchmark, *CPU s* processor time of the process and *load* is how many processes
wanted one of the cores when the run ended. Where it is above the number of cores the run had less
than its share of the machine: compare the CPU seconds, of which a run of 600 s may use 1200. With
the *processor* clock, half a second of the processor counts as one allowed: 600 are 1200 CPU
seconds, however busy the machine is. Where the engine has work for one core only, as in the first
minutes of a large instance, ten minutes of this clock are more than ten minutes of an idle machine,
twenty at most: *seconds* says how many they were on this one.

"""

_PUBLISHED_HEAD = """
## Published values

Best known costs as of January 2023. Costs of other methods are after 10 or 60 minutes on the
machines of their authors, as Curtois & Qu (2014) and Rahimian, Akartunali & Levine (2017) give
them: ejection chain, Gurobi, and integer programming with variable neighbourhood search (IP+VNS)
of the latter; branch and price without a limit of time. A dash is a value we have not found, not
one there is not.

"""

_METHODS = (
    "instance",
    "best known",
    "ejection chain, 10 min",
    "Gurobi, 10 min",
    "IP+VNS, 10 min",
    "Gurobi, 60 min",
    "IP+VNS, 60 min",
    "branch and price",
)
_VERSIONS = {
    "Python": "python",
    "ortools": "ortools",
    "highspy": "highspy",
    "staffwright": "version",
}


def number_of(name: str) -> int:
    """Return the number in an instance's name, 0 without one."""
    found = re.search(r"\d+", name)
    return int(found.group()) if found else 0


def published(instance: str, *methods: str) -> tuple[str, ...]:
    """Return the published costs of an instance by these methods, empty where none is known."""
    row = dict(zip(_METHODS[1:], PUBLISHED.get(number_of(instance), ()), strict=False))
    return tuple(row.get(method, "") for method in methods)


def page(lines: Iterable[Record]) -> str:
    """Return the page as Markdown."""
    lines = sorted(lines, key=lambda x: (number_of(x["instance"]), x["seconds_allowed"], x["seed"]))
    machines = sorted({", ".join([x["machine"], *_versions(x)]) for x in lines})
    rows = [
        "| instance | seed | seconds allowed | clock | cost | bound | status | best known "
        "| above it | seconds | CPU s | load | ended |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
        *map(_row, lines),
    ]
    published = [f"| {' | '.join(_METHODS)} |", "|---" * len(_METHODS) + "|"]
    published += [f"| {n} | {' | '.join(values)} |" for n, values in sorted(PUBLISHED.items())]
    runs = f"## All runs\n\nMachine: {'; '.join(machines)}.\n\n" + "\n".join(rows) + "\n"
    return _HEAD + runs + _PUBLISHED_HEAD + "\n".join(published) + "\n"


def _versions(x: Record) -> list[str]:
    return [f"{name} {x[key]}" for name, key in _VERSIONS.items()]


def _row(x: Record) -> str:
    best = published(x["instance"], "best known")[0] or "-"
    above = "-" if best == "-" else f"{100 * (x['cost'] / int(best) - 1):.2f} %"
    bound = "-" if x["bound"] is None else f"{x['bound']:g}"
    cells = (
        x["instance"],
        x["seed"],
        f"{x['seconds_allowed']:g}",
        x.get("clock", "wall"),
        x["cost"],
        bound,
        x["status"],
        best,
        above,
        f"{x['seconds']:.0f}",
        f"{x['cpu_seconds']:.0f}",
        x["load"],
        x["when"][:10],
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def write_page(lines: Iterable[Record], path: Path) -> None:
    """Write the page."""
    path.write_text(page(lines), encoding="utf-8")
