"""One run of the engine on one instance, started by curtois_qu.py with a task as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from curtois_qu_instance import read_instance
from curtois_qu_problem import problem_of, write_roster
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.warmup import compile_kernels

WORKERS = 2


def run(file: Path, seconds: float, seed: int, roster: Path, clock: str) -> dict[str, Any]:
    """Solve, write the roster, and return what there is to say of the run.

    With the processor's clock a second is one of every worker's on the processor, so that a run
    has its share however busy the machine is. `load` is the mean number of processes that wanted
    a core in the last minute of the run.
    """
    instance = read_instance(file)
    compile_kernels(columns=True)
    began = time.time(), time.process_time()
    if clock == "processor":
        time.perf_counter = lambda: time.process_time() / WORKERS  # what the engine reads
    problem = problem_of(instance)
    solution = solve(problem, Settings(time_limit=seconds, seed=seed, workers=WORKERS))
    wall, cpu = time.time() - began[0], time.process_time() - began[1]
    write_roster(instance, solution.roster, roster)
    trace = [(round(p.seconds, 1), p.cost, p.bound) for p in solution.trace if p.cost is not None]
    return {
        "instance": instance.name,
        "seconds_allowed": seconds,
        "seed": seed,
        "clock": clock,
        "cost": round(solution.cost),
        "bound": solution.bound,
        "status": solution.status,
        "seconds": round(wall, 1),
        "cpu_seconds": round(cpu, 1),
        "load": round(os.getloadavg()[0], 1),
        "trace": trace[:: max(1, len(trace) // 40)],
    }


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    result = run(
        Path(task["file"]), task["seconds"], task["seed"], Path(task["roster"]), task["clock"]
    )
    print(json.dumps(result))
