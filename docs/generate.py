"""Writes the reference pages of the documentation from the code.

python docs/generate.py            writes docs/reference_*.md
python docs/generate.py --check    exit code 1 where one of them is not up to date
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from generator.commands import commands_page
from generator.documents import documents_page
from generator.scenario import scenario_page
from generator.tables import tables_page

FOLDER = Path(__file__).parent
PAGES: dict[str, Callable[[], str]] = {
    "reference_commands.md": commands_page,
    "reference_json.md": documents_page,
    "reference_scenario.md": scenario_page,
    "reference_tables.md": tables_page,
}


def main() -> int:
    """Write the pages, or only say which are not up to date."""
    stale = []
    for name, page in PAGES.items():
        path, text = FOLDER / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8", newline="\n")
    words = "not up to date, run `make docs`" if "--check" in sys.argv else "written"
    for name in stale:
        sys.stdout.write(f"docs/{name}: {words}\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
