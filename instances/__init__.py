"""Scenarios that run as they are: `harbour_line` and `corner_shop`.

They are made up. `python -m staffwright.instances.generate` writes their tables again, byte for
byte, from fixed seeds; the scenario.toml files are written by hand.
"""

from __future__ import annotations

from pathlib import Path

NAMES = ("corner_shop", "harbour_line")


def path(name: str) -> Path:
    """Return the folder of a bundled scenario.

    Raises
    ------
    ValueError
        If no bundled scenario has this name.
    """
    if name not in NAMES:
        raise ValueError(f"no bundled scenario {name!r}: there are {', '.join(NAMES)}")
    return Path(__file__).parent / name
