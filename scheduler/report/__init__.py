"""The report: one HTML file that opens from disk, without a network, and explains the plan."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from string import Template

from plotly.offline.offline import get_plotlyjs

from ..plan import Plan
from . import bought, cost, headline, service, tables
from .data import page_data, to_json
from .fair_shares import agent_loads
from .text import Markup, escape
from .wallclock import wall_clock_for

SCRIPTS = ("core.js", "charts.js", "roster.js", "roster_view.js", "roster_table.js", "start.js")

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
        HTML 5, to be written as UTF-8.
    """
    scenario = plan.scenario
    clock = wall_clock_for(scenario.grid, (*plan.shifts, *scenario.history))
    bars = [(group, name, float(amount)) for group, name, amount in cost.cost_lines(plan)]
    guard = _script("guard.js")
    library: str = get_plotlyjs()
    scripts = [_inline(library), *map(_script, SCRIPTS)]
    return Template(_asset("page.html")).substitute(
        title=escape(f"{scenario.name}: roster"),
        policy=_policy([guard, *scripts]),
        style=_asset("page.css"),
        guard=guard,
        name=escape(scenario.name),
        subtitle=headline.subtitle(plan),
        badge=headline.status_badge(plan),
        verdict=headline.verdict(plan),
        figures=headline.key_figures(plan),
        promises=headline.promises(plan),
        facts=headline.facts(plan),
        service_overall=service.overall_table(plan),
        service_days=service.day_table(plan),
        violations=tables.violation_section(plan),
        cost_table=cost.cost_table(plan),
        cost_notes=cost.cost_notes(plan),
        bought=bought.pool_table(plan),
        service_periods=bought.period_table(plan),
        premium_table=cost.premium_table(plan),
        shortages=tables.shortage_table(plan),
        fairness=tables.fairness_table(plan, agent_loads(plan)),
        trace_table=tables.trace_table(plan),
        requirement=tables.requirement_table(plan),
        defaults=tables.default_list(plan),
        inputs=tables.input_table(plan),
        data=to_json(page_data(plan, clock, bars)),
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
