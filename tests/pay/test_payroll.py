"""Money: lines by pay code, overtime, rounding and exact totals."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pay_factory import agent, elapsed_shift, premium, scenario, shift
from staffwright.scheduler.calendar import midnight
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.payroll import minor_unit_exponent, pay_lines, unrounded, wages


def by_code(lines):
    """Sum of the amounts by pay code."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.pay_code] = sums.get(line.pay_code, Decimal(0)) + line.amount
    return sums


def test_the_german_preset_across_the_night_of_23_hours_to_the_cent():
    """EUR 16, Sat 28 March 2026 22:00 to Sun 06:00: 7 h, 112.00 + 35.20 + 40.00 = 187.20."""
    worked = [shift("2026-03-28T22:00", "2026-03-29T06:00")]
    sums = by_code(pay_lines(scenario(), worked))
    assert sums == {
        "BASE": Decimal("112.00"),
        "NIGHT": Decimal("16.00"),
        "DEEP_NIGHT": Decimal("19.20"),
        "SUNDAY": Decimal("40.00"),
    }
    paid = wages(scenario(), worked)
    premiums = paid.premiums
    assert paid.base == 112
    assert premiums["night"] + premiums["deep_night"] == Fraction("35.20")
    assert premiums["sunday"] == 40
    assert paid.total == Fraction("187.20")


def test_lines_are_rounded_one_by_one_and_the_unrounded_sum_once():
    """Three half hours at 17.41: 8.705 each, 8.71 on its line, 26.115 in all."""
    made = scenario(agents=[agent(rate="17.41")])
    worked = [shift(f"2026-03-2{day}T10:00", f"2026-03-2{day}T10:30") for day in (3, 4, 5)]
    assert [line.amount for line in pay_lines(made, worked)] == [Decimal("8.71")] * 3
    assert unrounded(made, worked) == Decimal("26.12")


def test_easter_sunday_is_paid_as_a_holiday_and_not_as_a_sunday():
    sums = by_code(pay_lines(scenario(), [shift("2026-04-05T08:00", "2026-04-05T16:00")]))
    assert sums == {"BASE": Decimal("128.00"), "HOLIDAY": Decimal("160.00")}


def test_a_premium_line_spans_midnight_and_an_unpaid_break_parts_lines():
    worked = shift(
        "2026-03-29T20:00",
        "2026-03-30T05:00",
        unpaid=[("2026-03-29T23:00", "2026-03-29T23:30")],
    )
    lines = pay_lines(scenario(), [worked])
    assert [(line.pay_code, line.start[8:16], line.end[8:16], line.minutes) for line in lines] == [
        ("BASE", "29T20:00", "29T23:00", 180),
        ("BASE", "29T23:30", "30T05:00", 330),
        ("NIGHT", "29T20:00", "29T23:00", 180),
        ("NIGHT", "29T23:30", "30T00:00", 30),
        ("NIGHT", "30T04:00", "30T05:00", 60),
        ("DEEP_NIGHT", "30T00:00", "30T04:00", 240),
        ("SUNDAY", "29T20:00", "29T23:00", 180),
        ("SUNDAY", "29T23:30", "30T04:00", 270),
    ]
    assert {line.rate_type for line in lines} == {"REG"}
    assert {(line.work_date, line.workweek_start) for line in lines} == {
        ("2026-03-29", "2026-03-23")
    }


def test_times_carry_the_offset_of_their_own_instant():
    line = pay_lines(scenario(premiums=()), [shift("2026-03-28T22:00", "2026-03-29T06:00")])[0]
    assert (line.start, line.end) == ("2026-03-28T22:00:00+01:00", "2026-03-29T06:00:00+02:00")


def test_a_shift_over_the_end_of_the_week_belongs_to_the_week_in_which_it_begins():
    """Weeks from Sunday: Saturday night is still in the old one."""
    made = scenario(week_start=6)
    lines = pay_lines(made, [shift("2026-03-28T22:00", "2026-03-29T06:00")])
    assert {line.workweek_start for line in lines} == {"2026-03-22"}


def week_of_tens(days: int = 5):
    """Shifts of ten hours from Monday on."""
    return [shift(f"2026-03-{23 + d}T08:00", f"2026-03-{23 + d}T18:00") for d in range(days)]


def test_overtime_is_the_last_minutes_above_the_contract_and_only_its_percentage():
    """50 h on a contract of 40: the whole fifth day, EUR 16 x 25 % x 10 h."""
    lines = pay_lines(scenario(), week_of_tens())
    overtime = [line for line in lines if line.rate_type == "OT"]
    assert [(line.pay_code, line.work_date, line.minutes) for line in overtime] == [
        ("OVERTIME", "2026-03-27", 600)
    ]
    assert overtime[0].amount == Decimal("40.00")
    assert overtime[0].multiplier == Decimal("0.25")
    assert by_code(lines)["BASE"] == Decimal("800.00")
    assert wages(scenario(), week_of_tens()).overtime == 40


@pytest.mark.parametrize(("weekly_minutes", "minutes"), [(3000, 0), (2999, 1), (3001, 0)])
def test_overtime_begins_with_the_first_minute_above_the_threshold(weekly_minutes, minutes):
    made = scenario(agents=[agent(weekly_minutes=weekly_minutes)])
    lines = pay_lines(made, week_of_tens())
    assert sum(line.minutes for line in lines if line.rate_type == "OT") == minutes


def test_overtime_that_begins_inside_a_shift_skips_unpaid_breaks():
    """60 minutes of the first shift are regular; its break is neither."""
    made = scenario(agents=[agent(weekly_minutes=60)])
    worked = shift(
        "2026-03-25T08:00",
        "2026-03-25T12:00",
        unpaid=[("2026-03-25T08:30", "2026-03-25T09:00")],
    )
    overtime = [line for line in pay_lines(made, [worked]) if line.rate_type == "OT"]
    assert [(line.start[11:16], line.end[11:16]) for line in overtime] == [("09:30", "12:00")]


def test_the_threshold_is_scaled_by_fte_and_starts_anew_each_week():
    made = scenario(agents=[agent(fte="0.5")])
    worked = [shift(f"2026-03-{d}T08:00", f"2026-03-{d}T18:00") for d in (23, 24, 25, 30)]
    overtime = [line for line in pay_lines(made, worked) if line.rate_type == "OT"]
    assert [(line.work_date, line.minutes) for line in overtime] == [("2026-03-25", 600)]


def test_history_of_the_week_comes_first_and_is_not_paid_again():
    """A horizon from Thursday: 30 h are history, of 20 h planned the last 10 are overtime."""
    shifts = week_of_tens()
    made = scenario(first_day=date(2026, 3, 26), history=shifts[:3])
    lines = pay_lines(made, shifts[3:])
    assert {line.work_date for line in lines} == {"2026-03-26", "2026-03-27"}
    assert [(x.work_date, x.minutes) for x in lines if x.rate_type == "OT"] == [("2026-03-27", 600)]


def test_overtime_within_the_history_itself_is_not_paid_by_the_plan():
    made = scenario(agents=[agent(weekly_minutes=600)], history=week_of_tens(3))
    lines = pay_lines(made, week_of_tens()[3:4])
    assert [line.minutes for line in lines if line.rate_type == "OT"] == [600]


def test_history_of_another_week_or_agent_does_not_count():
    others = [
        shift("2026-03-22T08:00", "2026-03-22T18:00"),
        shift("2026-03-23T08:00", "2026-03-23T18:00", employee_id="bob"),
    ]
    made = scenario(agents=[agent(weekly_minutes=600), agent("bob")], history=others)
    lines = pay_lines(made, [shift("2026-03-24T08:00", "2026-03-24T18:00")])
    assert not [line for line in lines if line.rate_type == "OT"]


def test_lines_come_by_employee_and_time_whatever_the_order_of_the_shifts():
    made = scenario(premiums=(), agents=[agent("bob"), agent("ann")])
    worked = [
        shift("2026-03-25T08:00", "2026-03-25T16:00", employee_id="bob"),
        shift("2026-03-24T08:00", "2026-03-24T16:00", employee_id="bob"),
        shift("2026-03-25T08:00", "2026-03-25T16:00", employee_id="ann"),
    ]
    lines = pay_lines(made, worked)
    assert [(line.employee_id, line.work_date[-2:]) for line in lines] == [
        ("ann", "25"),
        ("bob", "24"),
        ("bob", "25"),
    ]
    assert lines == pay_lines(made, worked[::-1])


@pytest.mark.parametrize(
    ("currency", "rate", "amount"),
    [
        ("EUR", "10.01", "5.01"),  # 5.005
        ("EUR", "10.03", "5.02"),  # 5.015: half to even would say 5.02 too
        ("EUR", "10.05", "5.03"),  # 5.025: half to even would say 5.02
        ("JPY", "1001", "501"),  # 500.5
        ("KRW", "1003", "502"),
        ("KWD", "1.001", "0.501"),  # 0.5005
        ("TND", "1.0009", "0.500"),
        ("XYZ", "10.01", "5.01"),
    ],
)
def test_amounts_are_rounded_half_up_to_the_minor_unit(currency, rate, amount):
    made = scenario(premiums=(), agents=[agent(rate=rate)], currency=currency)
    line = pay_lines(made, [shift("2026-03-25T08:00", "2026-03-25T08:30")])[0]
    assert str(line.amount) == amount


def test_the_minor_units_of_iso_4217():
    units = {code: minor_unit_exponent(code) for code in ("EUR", "JPY", "KRW", "KWD", "BHD", "usd")}
    assert units == {"EUR": 2, "JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "usd": 2}


def test_totals_are_exact_where_every_line_would_be_rounded():
    """Three shifts of 20 minutes at EUR 0.10: 0.10 in all, though each line says 0.03."""
    made = scenario(premiums=(), agents=[agent(rate="0.10")])
    worked = [shift(f"2026-03-{d}T08:00", f"2026-03-{d}T08:20") for d in (23, 24, 25)]
    assert sum(line.amount for line in pay_lines(made, worked)) == Decimal("0.09")
    assert wages(made, worked).base == Fraction("0.1")


def test_every_premium_has_a_total_even_where_it_is_nought():
    assert wages(scenario(), []).premiums == dict.fromkeys(
        ("night", "deep_night", "sunday", "holiday"), 0
    )
    assert pay_lines(scenario(), []) == ()


def test_a_shift_of_nobody_is_refused_by_name():
    with pytest.raises(InputError, match="'eve' is not an agent"):
        pay_lines(scenario(), [shift("2026-03-25T08:00", "2026-03-25T16:00", employee_id="eve")])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 300), st.booleans()), min_size=1, max_size=5),
    st.integers(0, 1439),
    st.integers(0, 900),
)
def test_lines_agree_with_their_span_and_with_the_totals(pieces, first, weekly_minutes):
    """Each line's minutes fill its span; unrounded, the lines are the totals."""
    made = scenario(
        premiums=[
            premium("n", "25", window=(1200, 360)),
            premium("s", "50", group="d", weekdays=[6]),
        ],
        agents=[agent(weekly_minutes=weekly_minutes)],
    )
    day = midnight(date(2026, 3, 28), made.zone)
    worked = elapsed_shift(day + timedelta(minutes=first), pieces, made.zone)
    lines = pay_lines(made, [worked])
    base = [line for line in lines if line.pay_code == "BASE"]
    overtime = [line for line in lines if line.pay_code == "OVERTIME"]
    assert sum(line.minutes for line in base) == worked.paid_minutes
    assert sum(line.minutes for line in overtime) == max(0, worked.paid_minutes - weekly_minutes)
    exact = sum(Fraction(x.rate) * Fraction(x.multiplier) * x.minutes / 60 for x in lines)
    assert exact == wages(made, [worked]).total
