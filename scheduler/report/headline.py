"""The head of the report: the verdict in words, key figures, promises and facts of the run."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..bound_subject import bound_subject
from ..missing_hours import confirmed_sentence
from ..plan import Plan
from .markup import figure_attributes, join, say, wrap
from .shortages import missing_text, worst_span
from .text import (
    UNKNOWN,
    Markup,
    bound_text,
    count,
    escape,
    gap_text,
    long_day,
    money,
    number,
    optional_money,
    percent,
    share_of,
    span_label,
)

STATUS_WORDS = {
    "optimal": "Proven optimal",
    "feasible": "Feasible",
    "cancelled": "Stopped early",
    "none": "No roster found",
}

PROMISE_NAMES = {
    "hard_minimum_staff": "Hard minimum staff",
    "rules": "Labour rules",
    "audit": "Independent audit",
}

_BY_SEARCH = "as the search reckons, with linear stand-ins for some pay"
_MOST_ABSENT = 12


def status_badge(plan: Plan) -> Markup:
    """Return the solve status in two words; its colour warns of broken promises and bad spans."""
    status = plan.solve.status
    worst = worst_span(plan)
    is_calm = all(plan.promises.values()) and (worst is None or not worst.is_severe)
    return say("span", STATUS_WORDS[status], f"badge {status}" + ("" if is_calm else " warned"))


def verdict(plan: Plan) -> Markup:
    """Return what the reader may rely on, in one paragraph; a broken promise stands out."""
    css = "" if all(plan.promises.values()) else "alert"
    sentences = [escape(_search_verdict(plan)), say("span", _promise_verdict(plan), css)]
    return wrap("p", Markup(" ".join(sentences)), "verdict")


def _search_verdict(plan: Plan) -> str:
    solve = plan.solve
    if solve.status == "none":
        return "The search found no roster."
    is_repair = solve.repaired_since is not None
    if solve.status == "optimal":
        among = bound_subject(plan) if is_repair else "legal roster for this scenario"
        return f"No {among} costs less."
    opening = "This is the best roster found in the time given."
    if solve.status == "cancelled":
        opening = "The search was stopped early; this is the best roster found until then."
    elif solve.ended_at_gap:
        opening = "The search ended when it was as close to the bound as asked for."
    if solve.gap is None:
        return f"{opening} How far it is from the cheapest is unknown: no bound was proved."
    condition = f", {_BY_SEARCH}" if plan.is_linearised else ""
    cheapest = f"the cheapest {bound_subject(plan)}" if is_repair else "the cheapest possible"
    return f"{opening} It costs at most {gap_text(solve.gap)} more than {cheapest}{condition}."


def _promise_verdict(plan: Plan) -> str:
    broken = [PROMISE_NAMES.get(k, k).lower() for k, kept in plan.promises.items() if not kept]
    if not broken:
        return "Every promise is kept."
    return f"Promises not kept: {', '.join(broken)}."


def key_figures(plan: Plan) -> Markup:
    """Return cost, wages, bound, gap, under- and overstaffing, and the worst span."""
    audit, solve, currency = plan.audit, plan.solve, plan.scenario.currency
    cost = audit.cost
    paid = sum(audit.paid_hours.values())
    of_required = f"of {number(audit.required_hours)} required hours"
    figures = (
        (
            "Total cost",
            ("cost.total", cost.total),
            money(cost.total, currency),
            f"wages and {money(cost.prices, currency)} prices",
        ),
        (
            "Wages",
            ("cost.wages", cost.wages),
            money(cost.wages, currency),
            f"for {number(paid, 1)} paid hours",
        ),
        (
            "Certified bound",
            ("bound", solve.bound),
            bound_text(solve.bound, currency),
            _bound_note(plan),
        ),
        ("Gap", ("gap", solve.gap), gap_text(solve.gap), _gap_note(plan)),
        (
            "Understaffing",
            ("under_hours", audit.under_hours),
            number(audit.under_hours, 1),
            f"{share_of(audit.under_hours, audit.required_hours)} {of_required}",
            "agent-hours",
        ),
        (
            "Overstaffing",
            ("over_hours", audit.over_hours),
            number(audit.over_hours, 1),
            f"{share_of(audit.over_hours, audit.required_hours)} {of_required}",
            "agent-hours",
        ),
    )
    return wrap("dl", join([*(_figure(*figure) for figure in figures), _worst(plan)]), "figures")


def _worst(plan: Plan) -> Markup:
    """Return the span in which most is missing, with a warning where that is more than half."""
    worst = worst_span(plan)
    if worst is None:
        return Markup("")
    shortage, need = worst.shortage, worst.need
    when = span_label(shortage.start, shortage.end, ZoneInfo(plan.scenario.zone))
    said = [say("strong", when), escape(f" {shortage.queue}, ")]
    said.append(escape(f"{missing_text(shortage, need)} missing"))
    if need is not None and need.service_level is not None:
        said.append(escape(f", {percent(need.service_level, 0)} answered in time"))
    link = Markup(' <a href="#shortages">all shortages</a>')
    sign = Markup('<span aria-hidden="true">⚠ </span>' if worst.is_severe else "")
    parts = [say("dt", "Worst span"), wrap("dd", join([sign, *said, link]))]
    return wrap("div", join(parts), "worst severe" if worst.is_severe else "worst")


def _bound_note(plan: Plan) -> str:
    if plan.solve.bound is None:
        return "no bound was proved"
    condition = f", {_BY_SEARCH}" if plan.is_linearised else ""
    costs = "can cost" if all(plan.promises.values()) else "costs"
    return f"no {bound_subject(plan, 'legal roster')} {costs} less{condition}"


def _gap_note(plan: Plan) -> str:
    solve = plan.solve
    if solve.gap is None:
        return "needs a bound above zero" if solve.bound is not None else "needs a bound"
    if plan.is_linearised:
        planned = optional_money(solve.planned_cost, plan.scenario.currency)
        return f"of the search's own cost, {planned}"
    return "cost above the bound, as a share of it"


def _figure(
    name: str, exact: tuple[str, Decimal | float | None], value: str, note: str, unit: str = ""
) -> Markup:
    css = "value unknown" if value == UNKNOWN else "value"
    said = join([escape(value), say("span", f" {unit}", "unit")]) if unit else escape(value)
    shown = Markup(f'<dd class="{css}"{figure_attributes(*exact)}>{said}</dd>')
    return wrap("div", join([say("dt", name), shown, say("dd", note, "note")]))


def promises(plan: Plan) -> Markup:
    """Return each promise with whether it is kept and what was checked."""
    notes = {
        "hard_minimum_staff": _minimum_note(plan),
        "rules": "none broken"
        if plan.audit.clean
        else f"{count(len(plan.audit.violations), 'violation')}, listed below",
        "audit": "every rule, cost and coverage figure recomputed from the roster",
    }
    items = [
        _promise(PROMISE_NAMES.get(key, key), kept, notes.get(key, ""))
        for key, kept in plan.promises.items()
    ]
    return wrap("ul", join(items), "promises")


def _minimum_note(plan: Plan) -> str:
    hard = [queue.id for queue in plan.scenario.queues if queue.hard_minimum]
    if not hard:
        return "no queue sets one"
    short = sum(shortage.hard for shortage in plan.audit.shortages)
    if short:
        return f"{count(short, 'span')} below it, listed under shortages"
    return f"held in {', '.join(hard)}"


def _promise(name: str, kept: bool, note: str) -> Markup:
    sign = Markup(f'<span class="sign" aria-hidden="true">{"✓" if kept else "✗"}</span>')
    words = join([say("strong", f"{name}: {'kept' if kept else 'broken'}"), say("small", note)])
    return wrap("li", join([sign, wrap("span", words)]), "kept" if kept else "broken")


def facts(plan: Plan) -> Markup:
    """Return horizon, size of the plan and seed."""
    scenario, grid, solve = plan.scenario, plan.scenario.grid, plan.solve
    contracts = count(len(scenario.contracts), "contract")
    pairs = (
        ("Horizon", _horizon(plan)),
        *_repair_facts(plan),
        ("Time zone", f"{scenario.zone}; all times are local"),
        ("Agents", f"{number(len(scenario.agents))} in {contracts}"),
        ("Shifts", number(len(plan.shifts))),
        ("Intervals", f"{grid.interval_minutes} minutes"),
        ("Seed", str(solve.seed)),
        *([("Confirmed", confirmed)] if (confirmed := confirmed_sentence(plan)) else []),
    )
    return wrap("dl", join(join([say("dt", k), say("dd", v)]) for k, v in pairs), "facts")


def _repair_facts(plan: Plan) -> list[tuple[str, str]]:
    """Return from when on a repair changed the roster, and who is absent."""
    since, grid = plan.solve.repaired_since, plan.scenario.grid
    if since is None:
        return []
    who = sorted({row.employee_id for row in plan.absences})
    shown = ", ".join(who[:_MOST_ABSENT]) + (
        f" and {len(who) - _MOST_ABSENT} more" if len(who) > _MOST_ABSENT else ""
    )
    told = [("Repaired from", f"{grid.local(since):%a %-d %b %Y %H:%M}")]
    return [*told, ("Absent", shown)] if who else told


def window_title(plan: Plan) -> Markup:
    """Return what the browser's tab says."""
    return escape(f"{plan.scenario.name}: roster") if plan.scenario.is_named else heading(plan)


def heading(plan: Plan) -> Markup:
    """Return the site's name; the days where it has none of its own."""
    named = plan.scenario.is_named
    return escape(plan.scenario.name if named else f"Roster of {_horizon(plan)}")


def subtitle(plan: Plan) -> Markup:
    """Return horizon and zone in one line; the days only where the heading does not have them."""
    scenario = plan.scenario
    parts = [count(scenario.grid.days, "day"), scenario.zone]
    return escape(" · ".join([_horizon(plan), *parts] if scenario.is_named else parts))


def _horizon(plan: Plan) -> str:
    grid = plan.scenario.grid
    last = grid.first_day + timedelta(days=grid.days - 1)
    return f"{long_day(grid.first_day)} to {long_day(last)}"
