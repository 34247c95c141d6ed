"""``python -m staffwright``."""

from staffwright.cli import main

main()
