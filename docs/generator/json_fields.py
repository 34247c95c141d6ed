"""Fields of documents without a model of their own; a test compares them with the commands."""

from __future__ import annotations

_FIGURES = (
    ("cost", "text", "total"),
    ("wages", "text", ""),
    ("under_hours", "number", "agent-hours missing"),
    ("over_hours", "number", "agent-hours too many"),
    ("shortages", "whole number", ""),
    ("violations", "whole number", ""),
)

REPLAN = (
    ("`schema_version`", "whole number", ""),
    ("`since`", "text", "time of the repair, RFC 3339"),
    ("`currency`", "text", ""),
    ("`change_price`", "text", "price of a shift that differs"),
    ("`changed`", "whole number by name", "`shifts`, `agents`, `breaks`, `absent`"),
    ("`promises_kept`", "`true`, `false`", "by the repair"),
    ("`before`", "table", "the plan at hand, with the absences"),
    *((f"`before.{name}`", kind, meaning) for name, kind, meaning in _FIGURES),
    ("`after`", "table", "the repaired plan; fields as in `before`"),
    ("`bound`", "number, `null`", "for plans whose changes cost no more"),
    ("`seconds`", "number", ""),
    ("`changes`", "list of tables", "rows of changes.csv"),
    ("`absences`", "list of tables", "rows of absences.csv"),
    ("`notes`", "list of text", ""),
    ("`violations`", "list of text", "of the whole plan, the past included"),
)
RULES = (
    ("`[].name`", "text", ""),
    ("`[].title`", "text", "the law"),
    ("`[].values`", "list of tables", ""),
    ("`[].values[].key`", "text", "dotted key of scenario.toml"),
    ("`[].values[].value`", "any", ""),
    ("`[].values[].title`", "text", "of the statute"),
    ("`[].values[].paragraph`", "text", ""),
    ("`[].values[].sentence`", "text", "what it says"),
    ("`[].notes`", "list of text", "what of the law is not represented"),
)
INIT = (
    ("`schema_version`", "whole number", ""),
    ("`folder`", "text", ""),
    ("`template`", "text", ""),
    ("`files`", "list of text", "names of the files made"),
)
COMPLETION = (
    ("`schema_version`", "whole number", ""),
    ("`shell`", "text", ""),
    ("`script`", "text", ""),
)

BY_HAND = {
    "staffwright replan --json": REPLAN,
    "staffwright rules --json": RULES,
    "staffwright init --json": INIT,
    "staffwright completion --json": COMPLETION,
}
