"""Swapping two folders in one step, where the operating system can."""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS


def exchange(first: Path, second: Path) -> bool:
    """Swap two paths of one file system atomically; False where that cannot be done.

    Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP. Nothing
    has changed when the answer is False.
    """
    system = platform.system()
    if system not in ("Linux", "Darwin"):
        return False
    libc = ctypes.CDLL(None)
    one, other = os.fsencode(first), os.fsencode(second)
    if system == "Linux" and hasattr(libc, "renameat2"):
        return bool(libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE) == 0)
    if system == "Darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(one, other, _RENAME_SWAP) == 0)
    return False
