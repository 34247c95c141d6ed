"""Write the tables of the bundled scenarios: ``python -m staffwright.instances.generate [FOLDER]``.

The seeds are fixed, so the tables come out the same every time. Without a folder the bundled
tables themselves are replaced.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from . import _corner_shop, _harbour_line

WRITERS = {
    "corner_shop": _corner_shop.write_tables,
    "harbour_line": _harbour_line.write_tables,
}


def generate(folder: Path) -> None:
    """Write ``<folder>/<scenario>/*.csv`` for every bundled scenario."""
    for name, write_tables in WRITERS.items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        write_tables(target)


def main() -> None:
    """Read the command line and write the tables."""
    parser = argparse.ArgumentParser(description="Write the tables of the bundled scenarios.")
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(__file__).parent,
        help="where to write; the bundled scenarios themselves by default",
    )
    generate(parser.parse_args().folder)


if __name__ == "__main__":
    main()
