"""The engine beside proven optima on 300 small cases: ``python benchmarks/small_cases.py``.

The cases and the plain model that proves their optima are those of the tests
(``tests/oracle/generated_cases.py``, ``plain_cpsat.py``). Each case is a line of
``results/small_cases-<version>.jsonl``, written as soon as it ends; cases that are there are not
run again. The table is written to ``results/small_cases-<version>.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
ORACLE = HERE.parent / "tests" / "oracle"
PLANNER = HERE.parent / "tests" / "planner"
sys.path[:0] = [str(ORACLE), str(PLANNER)]

from generated_cases import CASES, FAMILIES, Compared, compare  # noqa: E402

ENGINE_SECONDS = 5.0
PROOF_SECONDS = 30.0
ONE_PERCENT = 0.01
HEAD = (
    "family",
    "cases",
    "equal",
    "within 1 %",
    "further off",
    "worst gap",
    "proven by the engine",
)
HEAD += (
    "bound above the optimum",
    "audit not clean",
    "no legal roster",
    "yet audit clean",
    "proof timed out",
)


def read(path: Path) -> list[Compared]:
    """Return the lines of a file, none where there is no file."""
    if not path.exists():
        return []
    lines: list[dict[str, Any]] = [json.loads(line) for line in path.read_text().splitlines()]
    return [Compared(**line | {"parts": tuple(line["parts"])}) for line in lines]


def report(found: Sequence[Compared], of_version: str) -> str:
    """Return the tables as Markdown."""
    rows = [_row(name, [x for x in found if x.family == name]) for name in FAMILIES]
    rows.append(_row("all", found))
    parts = sorted({part for x in found for part in x.parts})
    counts = [(part, str(sum(part in x.parts for x in found))) for part in parts]
    seconds = [sum(getattr(x, name) for x in found) for name in ("engine_seconds", "proof_seconds")]
    text = (
        f"Version {of_version}; {len(found)} of {len(CASES)} cases. The engine had "
        f"{ENGINE_SECONDS:g} s for each and took {seconds[0]:.0f} s in all; plain CP-SAT had "
        f"{PROOF_SECONDS:g} s for each proof and took {seconds[1]:.0f} s. Equal means to the cent."
    )
    return (
        "\n\n".join(
            (
                "# Small cases against proven optima",
                text,
                _table(HEAD, rows),
                "## Cases in which a component of cost is not zero",
                _table(("component", "cases"), counts),
            )
        )
        + "\n"
    )


def _row(name: str, found: Sequence[Compared]) -> tuple[str, ...]:
    known = [x for x in found if x.comparable]
    unequal = [x for x in known if not x.is_equal]
    impossible = [x for x in found if x.proved and x.optimum is None]
    near = sum(x.gap <= ONE_PERCENT for x in unequal)
    worst = max((x.gap for x in unequal), default=0.0)
    return (
        name,
        str(len(found)),
        str(len(known) - len(unequal)),
        str(near),
        str(len(unequal) - near),
        f"{100 * worst:.3f} %",
        str(sum(x.status == "optimal" for x in known)),
        str(sum(not x.bound_holds for x in known)),
        str(sum(x.violations > 0 for x in known)),
        str(len(impossible)),
        str(sum(not x.violations for x in impossible)),
        str(sum(not x.proved for x in found)),
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    body = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in body)


def main() -> None:
    """Compare what is not there yet, line by line, and write the tables."""
    parser = argparse.ArgumentParser(description="The engine beside proven optima.")
    parser.add_argument("--minutes", type=float, help="begin no case after so many")
    options = parser.parse_args()
    lines = RESULTS / f"small_cases-{version('staffwright')}.jsonl"
    found = read(lines)
    there = {(x.family, x.number) for x in found}
    begun = time.perf_counter()
    for case in CASES:
        if (case.family, case.number) in there:
            continue
        if options.minutes and time.perf_counter() - begun > 60 * options.minutes:
            break
        new = compare(case, ENGINE_SECONDS, PROOF_SECONDS)
        with lines.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(new)) + "\n")
        found.append(new)
        print(f"{case}: {new.cost} beside {new.optimum}, {new.status}", flush=True)
    lines.with_suffix(".md").write_text(report(found, version("staffwright")), encoding="utf-8")


if __name__ == "__main__":
    main()
