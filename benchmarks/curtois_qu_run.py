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


def run(file: Path, seconds: float, seed: int, roster: Path) -> dict[str, Any]:
    """Solve, write the roster, and return what there is to say of the run.

    `load` is the mean number of processes that wanted a core in the last minute of the run.
    """
    instance = read_instance(file)
    compile_kernels()
    began = time.perf_counter(), time.process_time()
    problem = problem_of(instance)
    solution = solve(problem, Settings(time_limit=seconds, seed=seed, workers=2))
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    write_roster(instance, solution.roster, roster)
    trace = [(round(p.seconds, 1), p.cost, p.bound) for p in solution.trace if p.cost is not None]
    return {
        "instance": instance.name,
        "seconds_allowed": seconds,
        "seed": seed,
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
    result = run(Path(task["file"]), task["seconds"], task["seed"], Path(task["roster"]))
    print(json.dumps(result))
