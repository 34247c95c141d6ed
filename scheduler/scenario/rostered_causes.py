"""Absences that are planned: names under which they turn up in shrinkage by mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(","))


ROSTERED_CAUSES: Mapping[str, frozenset[str]] = {
    "breaks": _names(
        "break, breaks, paid break, paid breaks, unpaid break, unpaid breaks, coffee break, "
        "coffee breaks, lunch, lunches, lunch break, lunch breaks, meal, meals, meal break, "
        "meal breaks, rest, rests, rest break, rest breaks, "
        "pause, pausen, kaffeepause, mittag, mittagspause, mittagspausen, essen, essenspause, "
        "bildschirmpause, bildschirmpausen, ruhepause, ruhepausen"
    ),
    "leave": _names(
        "leave, annual leave, paid leave, planned leave, parental leave, vacation, vacations, "
        "holiday, holidays, public holidays, pto, paid time off, time off, day off, days off, "
        "urlaub, jahresurlaub, erholungsurlaub, sonderurlaub, bildungsurlaub, elternzeit, "
        "ferien, feiertag, feiertage, freizeitausgleich, zeitausgleich, gleittag, gleittage"
    ),
    "events": _names(
        "event, events, training, trainings, coaching, coachings, meeting, meetings, "
        "team meeting, team meetings, team briefing, briefing, briefings, huddle, huddles, "
        "one to one, one to ones, 1:1, 1:1s, workshop, workshops, onboarding, "
        "schulung, schulungen, fortbildung, fortbildungen, weiterbildung, weiterbildungen, "
        "unterweisung, unterweisungen, einarbeitung, besprechung, besprechungen, "
        "teambesprechung, teambesprechungen, teamsitzung, teamsitzungen, teamrunde, "
        "mitarbeitergespräch, mitarbeitergespräche"
    ),
}
"""By kind of planned absence, the names of causes that mean it; in lower case."""


def rostered_kind(name: str) -> str | None:
    """Return ``breaks``, ``leave`` or ``events`` where a cause's name means it, else None.

    Case, hyphens and underscores do not matter: ``Team-Meeting`` is ``team meeting``.
    """
    folded = re.sub(r"[\s_/+-]+", " ", name.casefold()).strip()
    return next((kind for kind, names in ROSTERED_CAUSES.items() if folded in names), None)
