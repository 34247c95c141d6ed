"""A problem of one agent, one day, one option and four slots: the least that runs every kernel."""

from __future__ import annotations

import numpy as np

from .problem import BoughtCover, Budget, Cover, Options, Pay, RosterProblem, Staff
from .rules import Days, RuleSet
from .totals import Totals


def one_agent(*, bought: bool) -> RosterProblem:
    """Return the problem; with a pool of bought cover where asked for."""
    one = np.ones((1, 4), dtype=np.int64)
    number = np.ones(1, dtype=np.int64)
    pair = np.ones((1, 1), dtype=np.int64)
    options = Options(
        day=0 * number,
        start=0 * number,
        end=2 * number,
        paid_minutes=60 * number,
        night=np.zeros(1, dtype=bool),
        weekend=np.zeros(1, dtype=bool),
        kind=0 * number,
        clock=0 * number,
        flexible=np.ones(1, dtype=bool),
        n_breaks=0 * number,
        break_first=0 * pair,
        break_last=0 * pair,
        break_slots=pair,
        break_paid=np.ones((1, 1), dtype=bool),
        first_of_day=np.array([0, 1]),
    )
    staff = Staff(
        skill_set=0 * number,
        pay_class=0 * number,
        rate=pair,
        overtime=0 * number,
        allowed=np.ones((1, 1), dtype=bool),
        must_work=np.zeros((1, 1), dtype=bool),
        event=np.zeros((1, 4), dtype=np.int8),
        event_unpaid_minutes=0 * pair,
        rule_class=0 * number,
        past=((),),
        holiday=np.zeros((1, 1), dtype=bool),
        least=0 * pair,
        most=60 * pair,
        overtime_after=60 * pair,
        option_cost=0 * pair,
        off_cost=0 * pair,
        fair_group=0 * number,
        fair_weight=number,
        fair_before=np.zeros((1, 3), dtype=np.int64),
    )
    skills = np.ones((1, 1), dtype=bool)
    duties = np.zeros((0, 4), dtype=np.int64)
    nobody = np.zeros(1, dtype=bool)
    everywhen = np.ones((1, 4), dtype=np.bool_)
    pool = BoughtCover(0 * number, number, everywhen, number, number)
    cover = Cover(
        *(one, 0 * one, 0 * one, one, one, 0 * one, skills),
        *(nobody, duties, duties, np.zeros(0, dtype=bool), np.zeros(4, dtype=np.int64)),
    )
    return RosterProblem(
        slot_minutes=30,
        day_start=np.array([0, 2, 3, 4]),
        days=Days(0 * number, 0 * number, np.array([0, 4]), 0),
        rules=(RuleSet(np.array([0, 4]), np.array([0, 4]), rest_slots=0, max_run=1),),
        budget=Budget(np.zeros((0, 1), dtype=bool), np.zeros((1, 0), dtype=np.int64)),
        pay=Pay(one[None], 0 * one[None], 0 * pair, 0 * pair),
        cover=cover,
        options=options,
        staff=staff,
        break_gap_slots=0,
        shortfall_price=1,
        promise_price=1,
        fair_prices=np.zeros(3, dtype=np.int64),
        totals=Totals.none(1),
        bought=pool if bought else BoughtCover.nothing(),
    )
