"""Named agents to shifts and breaks: tours, neighbourhood search, CP-SAT, Lagrangian bound."""
