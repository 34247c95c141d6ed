"""Puts the planner's tests on the path, whose `tiny_scenarios` these share."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "planner")]
