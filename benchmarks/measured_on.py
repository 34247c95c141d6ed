"""What a line of results says of the machine it was measured on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime


def machine() -> str:
    """Return the kind of processor and how many cores there are."""
    return f"{platform.machine()}, {os.cpu_count()} cores"


def measured_on() -> dict[str, str]:
    """Return the machine, how many processes wanted a core in the last minute, and the time."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return {
        "machine": machine(),
        "load": load,
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
    }
