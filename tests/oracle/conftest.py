"""Puts this folder and the planner's tests on the path: both share `tiny_scenarios`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "planner")]
