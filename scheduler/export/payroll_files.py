"""Pay lines as a file for a payroll system."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from ..errors import InputError
from ..plan import PayLine, Plan
from ..scenario.types import Scenario
from .payroll_adp import adp_table
from .payroll_bamboohr import bamboohr_table
from .payroll_datev import datev_table, default_wage_types
from .payroll_options import PayrollKind, PayrollOptions, PayrollTable

PAYROLL_KINDS: tuple[str, ...] = get_args(PayrollKind)
"""Payroll systems that files can be written for."""


def options_for(scenario: Scenario, options: PayrollOptions) -> PayrollOptions:
    """Return options that have a DATEV wage type for every differential of a scenario."""
    return replace(options, wage_types={**default_wage_types(scenario), **options.wage_types})


def write_payroll(
    source: Plan | Sequence[PayLine],
    kind: PayrollKind,
    path: Path,
    options: PayrollOptions | None = None,
) -> None:
    """Write what is paid for a payroll system, whole or not at all.

    Parameters
    ----------
    source : Plan or sequence of PayLine
        Without a plan DATEV needs `PayrollOptions.wage_types` for differentials and allowances.
    kind : {"adp", "datev", "bamboohr"}
    path : Path
        Target; an existing file is replaced.
    options : PayrollOptions, optional

    Raises
    ------
    InputError
        If `kind` is unknown, a pay code has no wage type, the target's encoding lacks a
        character, or the file cannot be written.
    """
    table = payroll_table(source, kind, options or PayrollOptions())
    content = _encoded(table)
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as aside:
            fresh = Path(aside) / path.name
            fresh.write_bytes(content)
            os.replace(fresh, path)
    except OSError as fault:
        raise InputError(
            f"cannot write {str(path)!r}: {fault.strerror or fault}; name a file in a folder "
            "that can be written to"
        ) from fault


def payroll_table(
    source: Plan | Sequence[PayLine], kind: PayrollKind, options: PayrollOptions
) -> PayrollTable:
    """Return header and rows for a payroll system; parameters as for `write_payroll`."""
    lines = source.pay_lines if isinstance(source, Plan) else source
    if kind == "adp":
        return adp_table(lines, options)
    if kind == "datev":
        numbers = default_wage_types(source.scenario) if isinstance(source, Plan) else {}
        return datev_table(lines, options, numbers)
    if kind == "bamboohr":
        return bamboohr_table(lines)
    raise InputError(f"payroll {kind!r}: must be one of {', '.join(PAYROLL_KINDS)}")


def _encoded(table: PayrollTable) -> bytes:
    """Return the bytes of a table; lines end in CR LF, as RFC 4180 and the targets have it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    try:
        return buffer.getvalue().encode(table.encoding)
    except UnicodeEncodeError as fault:
        raise InputError(
            f"character {fault.object[fault.start]!r} cannot be written in {table.encoding}, "
            "which this payroll system reads"
        ) from fault
