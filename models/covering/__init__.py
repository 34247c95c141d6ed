"""Aggregated shift covering with Pyomo and HiGHS: lower bound and dual prices."""
