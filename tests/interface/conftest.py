"""Puts this folder on the path: tests are no package, and its files share `small_desk`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
