"""A small instance of the format, made up."""

SMALL = """# made up for the tests
SECTION_HORIZON
14

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
Ann,E=14|L=4,4800,3360,5,2,2,1
Bob,E=14|L=0,4800,3360,5,2,2,1
Cid,E=0|L=14,4800,2400,4,2,3,1
Dee,E=6|L=6,4800,2400,5,1,1,2

SECTION_DAYS_OFF
Ann,0
Bob,5,6
Dee,3

SECTION_SHIFT_ON_REQUESTS
Ann,2,E,2
Ann,3,E,2
Cid,7,L,3

SECTION_SHIFT_OFF_REQUESTS
Bob,8,E,1
Dee,4,L,3

SECTION_COVER
"""


def small_text() -> str:
    """Return an instance of four employees, two shifts and two weeks."""
    rows = [
        f"{day},{shift},{wanted},100,1"
        for day in range(14)
        for shift, wanted in (("E", 2 if day % 7 < 5 else 1), ("L", 1))
    ]
    return SMALL + "\n".join(rows) + "\n"
