"""Scenarios that `staffwright init` copies: `day_desk` and `night_desk`."""
