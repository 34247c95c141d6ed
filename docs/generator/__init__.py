"""The pages that `docs/generate.py` writes, a module each."""
