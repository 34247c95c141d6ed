"""The report: one HTML file that opens from disk, without a network, and explains the plan."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from string import Template

from ..plan import Plan
from . import bought, cost, fairness, headline, method, service, shortages, staffing
from .data import page_data, to_json
from .fair_shares import agent_loads
from .text import Markup
from .violations import violation_section
from .wallclock import wall_clock_for

STYLES = ("base.css", "panels.css", "charts.css", "tables.css", "print.css")
SCRIPTS = (
    "core.js",
    "elements.js",
    "tip.js",
    "figure.js",
    "staffing.js",
    "coverage.js",
    "heat.js",
    "service.js",
    "search.js",
    "roster.js",
    "roster_paint.js",
    "roster_view.js",
    "roster_table.js",
    "lists.js",
    "start.js",
)

__all__ = ["render_report"]


def render_report(plan: Plan) -> str:
    """Return a plan as one self-contained HTML page.

    Figures and tables are plain HTML; charts and the roster are drawn by inlined scripts.
    The page's content security policy allows these scripts by their hash and no request at all.

    Parameters
    ----------
    plan : Plan
        Any plan, also one without shifts or with broken rules.

    Returns
    -------
    str
        HTML 5, to be written as UTF-8. It says nothing of when the plan was made, and of a
        deterministic one nothing of how fast: the same plan gives the same text.
    """
    scenario = plan.scenario
    clock = wall_clock_for(scenario.grid, (*plan.shifts, *scenario.history))
    loads = agent_loads(plan)
    guard = _script("guard.js")
    scripts = [_script(name) for name in SCRIPTS]
    return Template(_asset("page.html")).substitute(
        title=headline.window_title(plan),
        policy=_policy([guard, *scripts]),
        style="".join(_asset(name) for name in STYLES),
        guard=guard,
        name=headline.heading(plan),
        subtitle=headline.subtitle(plan),
        badge=headline.status_badge(plan),
        verdict=headline.verdict(plan),
        figures=headline.key_figures(plan),
        promises=headline.promises(plan),
        facts=headline.facts(plan),
        service_overall=service.overall_table(plan),
        service_days=service.day_table(plan),
        violations=violation_section(plan),
        staffing_table=staffing.staffing_table(plan),
        cost_table=cost.cost_table(plan),
        cost_notes=cost.cost_notes(plan),
        bought=bought.pool_table(plan),
        service_periods=bought.period_table(plan),
        premium_table=cost.premium_table(plan),
        shortages=shortages.shortage_table(plan),
        shortage_hours=shortages.hour_table(plan, clock),
        contracts=fairness.contract_table(loads),
        fairness=fairness.agent_table(plan, loads),
        fairness_lead=fairness.lead(loads),
        bar_hint=fairness.bar_hint(loads),
        trace_table=method.trace_table(plan),
        trace_note=method.trace_note(plan),
        bound_note=method.bound_note(plan),
        requirement=method.requirement_table(plan),
        defaults=method.default_list(plan),
        inputs=method.input_table(plan),
        data=to_json(page_data(plan, clock)),
        scripts=Markup("".join(f"<script>{script}</script>\n" for script in scripts)),
    )


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    return _inline(_asset(name))


def _inline(script: str) -> str:
    """Return a script that can stand inside a script element.

    Line ends are those a browser sees, else the script would not match its hash.
    """
    unified = script.replace("\r\n", "\n").replace("\r", "\n")
    return unified.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: list[str]) -> str:
    """Return a content security policy: these scripts, inline styles, no request."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    sources = " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
    return (
        f"default-src 'none'; script-src {sources}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
