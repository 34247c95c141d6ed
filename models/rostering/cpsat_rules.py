"""The rules of one agent in CP-SAT, each stated directly: one function per rule.

They say the same as the state machines of `rule_states` in another way, so that a tour the one
accepts and the other refuses comes to light. A window keeps the days outside it as they are; the
history counts as worked. A hard rule that the roster at hand breaks (nothing avoids it) may stay
broken at the price of a promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from ortools.sat.python import cp_model

from .cpsat_days import AgentDays, Choice, Count, Test, any_shift, is_night, of_kind, sum_of
from .rules import ANY_KIND, HARD, KindCount


class AgentRules(AgentDays):
    """The rules of one agent of a window as constraints."""

    def add_all(self) -> None:
        """State every rule that is on."""
        rules = self.rules
        self.longest_run(rules.max_run, rules.price("max_run"), any_shift)
        if rules.max_nights is not None:
            self.longest_run(rules.max_nights, rules.price("max_nights"), is_night)
        self.shortest_run()
        self.shortest_break()
        if rules.night_rest_slots:
            self.rest_after_nights()
        if rules.weekly_rest_slots:
            self.weekly_rest()
        self.weekends(rules.max_weekends, rules.weekend_weeks, 5, rules.price("max_weekends"))
        self.weekends(rules.max_sundays, rules.sunday_weeks, 6, rules.price("max_sundays"))
        if rules.whole_weekends:
            self.whole_weekends()
        self.start_of_day_before(rules.max_backward, rules.price("max_backward"), False)
        self.start_of_day_before(rules.max_change, rules.price("max_change"), True)
        self.successions()
        for kind in rules.kinds:
            self.kind_count(kind)

    def successions(self) -> None:
        """Kinds that may not follow each other; hard ones as cliques of all that exclude."""
        for succession in self.rules.successions:
            if succession.price != HARD:
                self._apart({succession.before}, {succession.after}, succession.price)
        befores: dict[int, set[int]] = defaultdict(set)
        for succession in self.rules.successions:
            if succession.price == HARD:
                befores[succession.after].add(succession.before)
        for before in {frozenset(kinds) for kinds in befores.values()}:
            self._apart(set(before), {k for k, kinds in befores.items() if kinds >= before}, HARD)

    def _apart(self, before: set[int], after: set[int], price: int) -> None:
        """One of some kinds is not followed by one of others."""
        for d in range(self.days.count):
            if self.touches((d - 1, d)):
                first = self.count((d - 1,), lambda s: s.kind in before)
                then = self.count((d,), lambda s: s.kind in after)
                if (first.fixed or first.free) and (then.fixed or then.free):
                    self.at_most(first.plus(then), 1, price)

    def longest_run(self, most: int, price: int, test: Test) -> None:
        """Of any `most` + 1 days in a row one is not worked (not a night)."""
        for first in range(-most, self.days.count - most):
            span = range(first, first + most + 1)
            if self.touches(span):
                self.at_most(self.count(span, test), most, price)

    def _pattern(self, worked: Iterable[int], off: Iterable[int], price: int, units: int) -> None:
        """Price the days `worked` all worked and the days `off` all free, together."""
        worked, off = list(worked), list(off)
        if not self.touches([*worked, *off]):
            return
        busy, free = self.count(worked), self.count(off)
        if busy.fixed + len(busy.free) < len(worked) or free.fixed:
            return
        hint_busy = busy.fixed + sum(map(self.model.hint, busy.free))
        hit = hint_busy == len(worked) and not any(map(self.model.hint, free.free))
        sides = busy.fixed + sum(busy.free) - sum(free.free)
        if price == HARD and not hit:
            self.model.model.add(sides <= len(worked) - 1)
            return
        met = self.model.boolean(hit)
        self.model.model.add(sides <= len(worked) - 1 + met)
        self.charge(price, units, met)

    def shortest_run(self) -> None:
        """No run of fewer days worked, between two days off that are known."""
        least, price = self.rules.min_run, self.rules.price("min_run")
        for d in range(self.first_known + 1, self.days.count):
            for k in range(1, least):
                if 0 <= d + k < self.days.count:
                    self._pattern(range(d, d + k), (d - 1, d + k), price, least - k)

    def shortest_break(self) -> None:
        """No run of fewer days off, between two shifts."""
        least, price = self.rules.min_off, self.rules.price("min_off")
        for d in range(1 - least, self.days.count):
            for k in range(1, least):
                if 0 <= d + k < self.days.count:
                    self._pattern((d - 1, d + k), range(d, d + k), price, least - k)

    def rest_after_nights(self) -> None:
        """After a run of nights the next other shift begins after the long rest."""
        least, rest = self.rules.night_rest_from, self.rules.night_rest_slots
        reach = 3 + rest // max(1, int(self.days.start[1] - self.days.start[0]))
        for d in range(-reach, self.days.count - 1):
            nights = [(s, var) for s, var in self.choices(d) if s.night]
            before = self.count(range(d - least + 1, d), is_night)
            if not nights or before.fixed + len(before.free) < least - 1:
                continue
            for later in range(max(0, d + 1), min(self.days.count, d + reach)):
                if not self.touches([*range(d - least + 1, d + 1), later]):
                    continue
                others = [
                    (s, v) for s, v in self.choices(later) if not (s.night and later == d + 1)
                ]
                for ready in sorted({s.end + rest for s, _ in nights}):
                    late = [v for s, v in nights if s.end + rest >= ready]
                    early = [v for s, v in others if s.start < ready]
                    together = Count(
                        sum(v is None for v in late + early),
                        tuple(v for v in late + early if v is not None),
                    )
                    if late and early:
                        # the run goes on with a night on the next day, which has its own rest
                        on = self.count((d + 1,) if later > d + 1 else (), is_night)
                        self.at_most(together.plus(before), least, HARD, unless=on)

    def weekly_rest(self) -> None:
        """Every block of weeks holds rests: spans of that length which meet no shift.

        Rests that the history leaves no room for are not asked.
        """
        edges = self.rules.week_edges[:: self.rules.weekly_rest_weeks].tolist()
        for begin, end in pairwise(edges):
            self._rests_in(begin, end)

    def _rests_in(self, begin: int, end: int) -> None:
        """One block: a boolean per place where a rest may lie, enough of them, none overlapping."""
        length = self.rules.weekly_rest_slots
        shifts = [
            (s, var)
            for d in range(self.first_known, self.days.count)
            for s, var in self.choices(d)
            if s.end > begin and s.start < end
        ]
        if not any(var is not None for _, var in shifts):
            return
        places = set()
        for start in {begin, *(s.end for s, _ in shifts)}:
            places |= set(range(start, end - length + 1, length))
        booked: list[tuple[int, cp_model.IntVar]] = []
        free_from = -(10**9)
        for place in sorted(places):
            meets = [(s, v) for s, v in shifts if s.start < place + length and place < s.end]
            if any(v is None for _, v in meets):
                continue
            busy = any(self.model.hint(v) for _, v in meets if v is not None)
            taken = not busy and place >= free_from
            free_from = place + length if taken else free_from
            var = self.model.boolean(taken)
            booked.append((place, var))
            for _, v in meets:
                if v is not None:
                    self.model.model.add_implication(var, ~v)
        for i, (place, var) in enumerate(booked):
            near = [v for p, v in booked[i + 1 :] if p < place + length]
            for other in near:
                self.model.model.add_implication(var, ~other)
        asked = min(self.rules.weekly_rest_weeks, self._rests_beside_history(begin, end))
        self.at_least(Count(0, tuple(var for _, var in booked)), asked, HARD)

    def _rests_beside_history(self, begin: int, end: int) -> int:
        """Return the rests a block holds where nothing is planned."""
        rests = 0
        for past in sorted(self.past.values(), key=lambda s: s.start):
            rests += max(0, min(past.start, end) - begin) // self.rules.weekly_rest_slots
            begin = max(begin, past.end)
        return rests + max(0, end - begin) // self.rules.weekly_rest_slots

    def weekends(self, most: int | None, weeks: int, weekday: int, price: int) -> None:
        """At most so many weekends worked in any window of weeks that ends in the horizon.

        Weekends of the history count, but a window in which the horizon adds nothing is no fault.
        """
        if most is None:
            return
        offset = int(self.days.weekday[0])
        last = (self.days.count - 1 + offset) // 7
        past = {(d + offset) // 7 for d in self.past if d < 0 and (d + offset) % 7 >= weekday}
        worked = {i: self._weekend_worked(7 * i - offset, weekday) for i in range(last + 1)}
        for i in range(last + 1):
            if 7 * i - offset + weekday >= self.days.count:
                continue  # its last weekend lies beyond the horizon
            span = range(i - weeks + 1, i + 1)
            later = 7 * (i + 1) - offset + weekday < self.days.count
            if price == HARD and later and not past and span.start < 0:
                continue  # the next window holds this one
            before = sum(k in past for k in span)
            own = [worked[k] for k in span if k >= 0]
            new = sum_of(worked[k] for k in span if k >= 0 and k not in past)
            if before <= most:
                self.at_most(new, most - before, price)
            elif sum_of(own).free or sum_of(own).fixed:
                self.at_most(new, 0, price)
                self._once(sum_of(own), price, before - most)

    def _weekend_worked(self, monday: int, weekday: int) -> Count:
        """Return 1 where a day of a weekend inside the horizon is worked."""
        days = [d for d in range(monday + weekday, monday + 7) if 0 <= d < self.days.count]
        count = self.count(days)
        if count.fixed or not count.free:
            return Count(int(count.fixed > 0), ())
        if len(count.free) == 1:
            return count
        var = self.model.boolean(any(map(self.model.hint, count.free)))
        for worked in count.free:
            self.model.model.add_implication(worked, var)
        self.model.model.add_bool_or([*count.free, ~var])
        return Count(0, (var,))

    def _once(self, count: Count, price: int, units: int) -> None:
        """Price units once where a count is above 0; a hard rule forbids that elsewhere."""
        hit = count.fixed > 0 or any(map(self.model.hint, count.free))
        if price == HARD and not hit:
            if count.free:
                self.model.model.add(sum(count.free) == 0)
            return
        met = self.model.boolean(hit)
        if count.fixed:
            self.model.model.add(met == 1)
        for var in count.free:
            self.model.model.add_implication(var, met)
        self.charge(price, units, met)

    def whole_weekends(self) -> None:
        """Saturday and Sunday of a weekend are both worked or both free."""
        price = self.rules.price("whole_weekends")
        for d in range(self.days.count):
            saturday = d - 1
            if self.days.weekday[d] != 6 or saturday < self.first_known:
                continue
            if saturday < 0 and not self.past:
                continue
            self._pattern((saturday,), (d,), price, 1)
            self._pattern((d,), (saturday,), price, 1)

    def start_of_day_before(self, most: int | None, price: int, both_ways: bool) -> None:
        """Starts on successive days: not much earlier, or not far apart."""
        if most is None:
            return
        for d in range(self.days.count):
            if not self.touches((d - 1, d)):
                continue
            pairs: list[list[Choice]] = []
            for s, var in self.choices(d - 1):
                wrong = [
                    (t, v)
                    for t, v in self.choices(d)
                    if s.clock - t.clock > most or (both_ways and t.clock - s.clock > most)
                ]
                if wrong:
                    pairs.append([(s, var), *wrong])
            self._one_of_each(pairs, price)

    def _one_of_each(self, groups: list[list[Choice]], price: int) -> None:
        """Price once where the first of any group is worked and one of the others too."""
        counts = [
            Count(sum(v is None for _, v in g), tuple(v for _, v in g if v is not None))
            for g in groups
        ]
        counts = [c for c in counts if c.free]
        values = [c.fixed + sum(map(self.model.hint, c.free)) for c in counts]
        hit = any(value > 1 for value in values)
        if not counts:
            return
        if price == HARD and not hit:
            for c in counts:
                self.model.model.add(sum(c.free) <= 1 - c.fixed)
            return
        met = self.model.boolean(hit)
        for c in counts:
            self.model.model.add(c.fixed + sum(c.free) <= 1 + met)
        self.charge(price, 1, met)

    def kind_count(self, rule: KindCount) -> None:
        """Least and most shifts of a kind in a week or in the horizon."""
        test = any_shift if rule.kind == ANY_KIND else of_kind(rule.kind)
        spans = [(list(range(self.days.count)), True)]
        if rule.weekly:
            spans = []
            for w in range(int(self.days.week[-1]) + 1):
                days = [d for d in range(self.days.count) if self.days.week[d] == w]
                before = range(-self.days.before, 0) if w == 0 else range(0)
                spans.append(([*before, *days], len(days) == 7))
        for days, whole in spans:
            if not self.touches(days):
                continue
            count = self.count(days, test)
            if rule.most is not None:
                past = self.count((d for d in days if d < 0), test)
                self.at_most(count, max(rule.most, past.fixed), rule.price)
            if whole and rule.least:
                self.at_least(count, rule.least, rule.price)
