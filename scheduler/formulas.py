"""Text that a spreadsheet would compute, kept from it by an apostrophe in front.

OWASP, "CSV Injection": a cell that begins with ``= + - @``, their wide forms or a control
character may be run as a formula when somebody opens the file. Apostrophes before such a
beginning are covered too, so that taking one away gives back exactly what was written.
"""

from __future__ import annotations

import re

_BEGINNING = r"'*[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}\x00-\x1f\x7f]"
# polars takes Rust's patterns, in which code points stand in braces
FORMULA = f"^{_BEGINNING}"
NEUTRALISED = f"^'({_BEGINNING})"
_PYTHON = re.compile(re.sub(r"\\x\{(\w+)\}", r"\\u\1", _BEGINNING))


def neutral(text: str) -> str:
    """Return text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _PYTHON.match(text) else text
