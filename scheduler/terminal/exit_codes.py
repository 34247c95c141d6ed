"""The exit codes of every command; stable, and shown in the help."""

from __future__ import annotations

DONE, BROKEN, BAD_INPUT, INTERNAL, INTERRUPTED = 0, 1, 2, 70, 130

MEANINGS = {
    DONE: "done; hours that nobody can cover are priced and named",
    BROKEN: "a hard minimum staff, a rule or the audit is broken",
    BAD_INPUT: "wrong usage or faulty input",
    INTERNAL: "a fault of Staffwright or of a solver; --debug shows where",
    INTERRUPTED: "interrupted with Ctrl-C; the best roster so far is kept",
}
"""What each code means, in a line of the help."""
