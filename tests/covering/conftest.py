"""Puts the small problems of the rostering tests on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "rostering"))
