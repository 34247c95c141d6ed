"""Errors become one message and an exit code, never a traceback."""

from __future__ import annotations

import errno
import sys

import click

from ..errors import ScenarioError, SolverError, StaffwrightError
from .exit_codes import BAD_INPUT, INTERNAL, INTERRUPTED
from .output import echo_json


def report(error: BaseException, *, as_json: bool) -> int:
    """Say what went wrong on standard error, and as JSON where asked for; return the exit code."""
    if isinstance(error, KeyboardInterrupt | click.Abort):
        click.echo("interrupted: nothing was written", err=True)
        return INTERRUPTED
    code = BAD_INPUT
    if isinstance(error, click.ClickException):
        message = error.format_message()
        error.show()
    elif isinstance(error, ScenarioError):
        number = sum(fault.stands_for for fault in error.faults)
        message = "1 fault" if number == 1 else f"{number} faults"
        click.echo("\n".join([message, *map(str, error.faults)]), err=True)
    elif isinstance(error, OSError | StaffwrightError) and not isinstance(error, SolverError):
        message = _of_system(error) if isinstance(error, OSError) else str(error)
        click.echo(f"error: {message}", err=True)
    else:
        code = INTERNAL
        message = f"internal error: {type(error).__name__}: {error}"
        click.echo(f"{message}\nThe same command with --debug shows where it arose.", err=True)
    if as_json:
        from .documents import error_document

        echo_json(error_document(message, getattr(error, "faults", ())))
    return code


def _of_system(error: OSError) -> str:
    """Return what the operating system refused, with the file."""
    if error.filename is None or error.strerror is None:
        return str(error)
    hint = ""
    if error.errno in (errno.EACCES, errno.EPERM):
        hint = " (is it open in another program?)" if sys.platform == "win32" else ""
    return f"{error.filename}: {error.strerror}{hint}"
