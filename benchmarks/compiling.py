"""What compiling once takes: ``python benchmarks/compiling.py [--runs 3]``.

Each run compiles all kernels of the search into an empty cache in a process of its own, and loads
them from that cache in another. A line goes to ``results/compiling-<version>.csv`` as soon as it
is measured.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
CHILD = """
import time
from staffwright.models.rostering.warmup import compile_kernels
begun = time.perf_counter()
compile_kernels(columns={columns})
print(time.perf_counter() - begun)
"""


def seconds(cache: Path, *, columns: bool) -> float:
    """Return the seconds that kernels take in a new process with a cache, imports left out."""
    ended = subprocess.run(
        [sys.executable, "-c", CHILD.format(columns=columns)],
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)


def measured() -> dict[str, str]:
    """Compile into an empty cache, load, and compile what column generation needs besides."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        cold, warm = seconds(cache, columns=False), seconds(cache, columns=False)
        columns = seconds(cache, columns=True)
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": str(os.cpu_count()),
        "load": f"{load:.1f}",
        "numba": version("numba"),
        "compiling_s": f"{cold:.1f}",
        "loading_s": f"{warm:.2f}",
        "columns_s": f"{columns:.1f}",
    }


def main() -> None:
    """Measure, print and write the lines."""
    parser = argparse.ArgumentParser(description="What compiling once takes.")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    path = RESULTS / f"compiling-{version('staffwright')}.csv"
    for _ in range(options.runs):
        row = measured()
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
        new = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row, lineterminator="\n")
            if new:
                writer.writeheader()
            writer.writerow(row)


if __name__ == "__main__":
    main()
