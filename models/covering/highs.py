"""A linear program of Pyomo solved by HiGHS' interior point, without touching standard output.

Pyomo's own interfaces catch whatever the process prints while they work; the program is solved
beside a search that reports its progress, so the matrix is handed to HiGHS directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import pyomo.environ as pyo
from pyomo.common.collections import ComponentMap
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler


@dataclass(frozen=True)
class Optimum:
    """Optimal values by variable and dual values by constraint (components of the model)."""

    objective: float
    values: Mapping[Any, float]
    duals: Mapping[Any, float]


def solve_linear(model: pyo.ConcreteModel, time_limit: float | None) -> Optimum | None:
    """Minimise a linear program; None where no optimum is found within the limit.

    Parameters
    ----------
    model : ConcreteModel
        Continuous variables, linear constraints, one objective to minimise.
    time_limit : float, optional
        Seconds; without it only iterations are limited, which is the same on every machine.
    """
    form = LinearStandardFormCompiler().write(model, mixed_form=True)
    highs = highspy.Highs()
    options = {
        "output_flag": False,
        "solver": "ipm",
        "run_crossover": "off",
        "threads": 1,
        "ipm_iteration_limit": 500,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    if time_limit is not None:
        highs.setOptionValue("time_limit", time_limit)
    highs.passModel(_program(form))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = highs.getSolution()
    values = ComponentMap(zip(form.columns, solution.col_value, strict=True))
    duals = ComponentMap(
        (row.constraint, dual) for row, dual in zip(form.rows, solution.row_dual, strict=True)
    )
    return Optimum(float(highs.getObjectiveValue()), values, duals)


def _program(form: Any) -> highspy.HighsLp:
    """Return the standard form as HiGHS takes it."""
    matrix = form.A.tocsc()
    kind = np.array([row.bound_type for row in form.rows])
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.asarray(form.c.todense()).reshape(-1)
    program.offset_ = float(np.asarray(form.c_offset).reshape(-1)[0])
    bounds = [column.bounds for column in form.columns]
    program.col_lower_ = np.array([-np.inf if low is None else low for low, _ in bounds])
    program.col_upper_ = np.array([np.inf if high is None else high for _, high in bounds])
    program.row_lower_ = np.where(kind <= 0, form.rhs, -np.inf)
    program.row_upper_ = np.where(kind >= 0, form.rhs, np.inf)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    return program
