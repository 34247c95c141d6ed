"""The rule on forbidden shifts: hard wishes for a day off or against a shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..scenario.types import Preference
from .breach import Breach, breach
from .duties import Duty, Roster
from .templates import template_of
from .wording import span_text


def forbidden_shifts(roster: Roster) -> Iterator[Breach]:
    """On the date of a hard wish no shift begins (`off`), or none of that template or kind.

    Where the wish is not hard it costs its weight instead.
    """
    wishes: dict[str, list[Preference]] = defaultdict(list)
    for wish in roster.scenario.preferences:
        if wish.hard:
            wishes[wish.employee_id].append(wish)
    for person in roster.people:
        for wish in wishes[person.agent.employee_id]:
            for duty in person.planned:
                if duty.day == wish.day and forbids(roster, wish, duty):
                    span = span_text(person.zone, duty.start, duty.end)
                    allowed = "no shift" if wish.off else f"no shift {wish.avoid}"
                    yield breach(
                        person,
                        "forbidden_shifts",
                        wish.day,
                        f"shift {duty.shift_id or span}",
                        allowed,
                        f"the shift {span} begins on a day on which {allowed} may begin.",
                    )


def forbids(roster: Roster, wish: Preference, duty: Duty) -> bool:
    """Say whether an `off` or `avoid` wish is against a shift that begins on its date."""
    if wish.off:
        return True
    if wish.avoid is None:
        return False
    template = template_of(roster, duty)
    return wish.avoid == duty.shift_id or (
        template is not None and wish.avoid in (template.id, template.kind)
    )
