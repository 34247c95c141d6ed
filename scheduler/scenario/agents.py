"""agents.csv: who can be rostered, on which contract, with which skills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

import polars as pl

from .cells import CellError, dates, decimals, flags, names, parsed, whole_numbers
from .faults import FaultLog, one_of
from .holiday_dates import jurisdiction_fault
from .known import Known
from .pay_types import Rate
from .tables import Columns, Table
from .types import Agent, Contract
from .zones import unknown_zone, zone_exists

MAX_AGENTS = 20_000
"""Most agents in a scenario."""

MAX_RATE = 1_000_000
"""Largest base rate per hour."""

RATE_DECIMALS = 4
"""Decimals of a base rate: the search counts rates in ten-thousandths."""

COLUMNS = Columns(
    ("employee_id", "contract_id", "skills"),
    (
        "base_rate",
        "name",
        "site",
        "timezone",
        "fte",
        "currency",
        "hire_date",
        "seniority_rank",
        "jurisdiction",
        "group",
        "lead",
    ),
)


@dataclass(frozen=True)
class AgentDefaults:
    """What stands in for columns that agents.csv does not have."""

    contract_id: str
    base_rate: Decimal
    skills: frozenset[str]


@dataclass(frozen=True)
class AgentRow:
    """One agent as the file has it; the contract still by its id."""

    employee_id: str
    name: str
    contract_id: str
    fte: Decimal
    base_rate: Decimal
    skills: frozenset[str]
    seniority_rank: int | None
    hire_date: date | None
    group: str | None
    zone: str | None = None
    jurisdiction: str | None = None
    lead: bool = False

    def agent(self, contracts: Mapping[str, Contract], rates: tuple[Rate, ...] = ()) -> Agent:
        """Return the agent with its contract and its own rates."""
        return Agent(
            employee_id=self.employee_id,
            name=self.name,
            contract=contracts[self.contract_id],
            fte=self.fte,
            base_rate=self.base_rate,
            skills=self.skills,
            seniority_rank=self.seniority_rank,
            hire_date=self.hire_date,
            group=self.group,
            zone=self.zone,
            jurisdiction=self.jurisdiction,
            lead=self.lead,
            rates=rates,
        )


@dataclass(frozen=True)
class ReadAgents:
    """The agents read, and what other tables may refer to.

    Attributes
    ----------
    rows : tuple of AgentRow
        Agents without faults.
    ids : frozenset of str or None
        All employee ids of the file; None where it could not be read.
    groups : dict
        Employee ids by group.
    line_of : dict
        Line of each employee id.
    without_rate : frozenset of str
        Employee ids whose base rate is empty.
    has_rates : bool
        Whether the file has a column of base rates.
    """

    file: str = "agents.csv"
    rows: tuple[AgentRow, ...] = ()
    ids: frozenset[str] | None = None
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    line_of: dict[str, int] = field(default_factory=dict)
    without_rate: frozenset[str] = frozenset()
    has_rates: bool = True
    notes: tuple[str, ...] = ()

    @property
    def zones(self) -> dict[str, str]:
        """IANA zones of agents whose clock is not the site's, by employee id."""
        return {row.employee_id: row.zone for row in self.rows if row.zone is not None}


def columns(defaults: AgentDefaults | None) -> Columns:
    """Return the columns of agents.csv; with defaults only the employee id is required."""
    if defaults is None:
        return COLUMNS
    return Columns(COLUMNS.required[:1], COLUMNS.required[1:] + COLUMNS.optional)


def read_agents(
    table: Table, known: Known, log: FaultLog, defaults: AgentDefaults | None = None
) -> ReadAgents:
    """Read and check the agents.

    Parameters
    ----------
    table : Table
        Columns as in `COLUMNS`.
    known : Known
        Queues, contracts, currency and time zone.
    log : FaultLog
        Receives every fault.
    defaults : AgentDefaults, optional
        Stand-ins for missing columns and empty cells, and the contract of everybody; without
        them what is missing is a fault.
    """
    if not 0 < len(table) <= MAX_AGENTS:
        found = "has no rows below the header" if not len(table) else f"has {len(table)} rows"
        log.add(table.file, f"{found}; between 1 and {MAX_AGENTS} agents can be planned")
        return ReadAgents(table.file)
    needed = defaults is None
    ids = names(table, "employee_id", log, what="employee id")
    repeated = ~ids.is_first_distinct() & ids.is_not_null()
    _name_repeated(table, ids, repeated, log)
    frame = pl.DataFrame(
        {
            "id": ids,
            "name": names(table, "name", log, what="name", required=False).fill_null(ids),
            "contract": names(
                table,
                "contract_id",
                log,
                what="contract",
                allowed=known.contracts if needed else None,
                required=needed,
            ),
            "fte": decimals(table, "fte", log, most=2),
            "rate": decimals(table, "base_rate", log, most=MAX_RATE, places=RATE_DECIMALS),
            "skills": _skills(table, known, log, required=needed),
            "rank": whole_numbers(
                table, "seniority_rank", log, required=False, least=0, most=1_000_000
            ),
            "hired": dates(table, "hire_date", log, required=False),
            "group": names(table, "group", log, what="group", required=False),
            "zone": _zones(table, known, log),
            "jurisdiction": _jurisdictions(table, known, log),
            "lead": flags(table, "lead", log, required=False).fill_null(False),
        }
    )
    _check_currency(table, known, log)
    notes = _notes(table)
    if defaults is not None:
        notes = (*notes, *_replaced_contracts(table, defaults))
        frame = frame.with_columns(
            pl.lit(defaults.contract_id).alias("contract"),
            _or_default(table, frame, "rate", "base_rate", str(defaults.base_rate)),
            _or_default(table, frame, "skills", "skills", "|".join(sorted(defaults.skills))),
        )
    rows = tuple(
        AgentRow(
            employee_id=row["id"],
            name=row["name"],
            contract_id=row["contract"],
            fte=Decimal(row["fte"] or 1),
            base_rate=Decimal(row["rate"] or 0),
            skills=frozenset(row["skills"].split("|")),
            seniority_rank=row["rank"],
            hire_date=row["hired"],
            group=row["group"],
            zone=row["zone"],
            jurisdiction=row["jurisdiction"],
            lead=row["lead"],
        )
        for row in frame.filter(~repeated).drop_nulls(["id", "contract", "skills"]).rows(named=True)
    )
    return ReadAgents(
        file=table.file,
        rows=rows,
        ids=frozenset(ids.drop_nulls()),
        groups=_groups(frame),
        line_of=dict(zip(ids, (int(line) for line in table.lines), strict=True)),
        without_rate=frozenset(
            frame.filter(pl.col("rate").is_null() & table.text("base_rate").is_null())["id"]
            .drop_nulls()
            .to_list()
        ),
        has_rates=table.has("base_rate"),
        notes=notes,
    )


def _replaced_contracts(table: Table, defaults: AgentDefaults) -> tuple[str, ...]:
    """Say which contracts of the file nobody has described, so that the default one counts."""
    named = table.text("contract_id").drop_nulls().unique().sort().to_list()
    others = [name for name in named if name != defaults.contract_id]
    if not others:
        return ()
    return (
        f"agents: contracts {', '.join(others[:8])} are described nowhere without a "
        f"scenario.toml, so everybody works on the contract {defaults.contract_id!r}, times fte.",
    )


def _or_default(table: Table, frame: pl.DataFrame, name: str, column: str, value: str) -> pl.Series:
    """Fill empty cells, not those that have a fault."""
    return frame[name].set(table.text(column).is_null(), value)


def _skills(table: Table, known: Known, log: FaultLog, *, required: bool) -> pl.Series:
    """Return the queues of each agent, joined by bars; proficiencies are checked only."""

    def parse(text: str) -> str:
        found: list[str] = []
        for part in text.split("|"):
            name, _, proficiency = (piece.strip() for piece in part.partition(":"))
            if known.queues is not None and name not in known.queues:
                pieces = [piece.strip() for piece in re.split("[;,/]", name)]
                if len(pieces) > 1 and set(pieces) <= known.queues:
                    raise CellError(f"skills are separated by |: write {'|'.join(pieces)!r}")
                raise CellError(f"unknown skill {name!r}; {one_of(name, known.queues)}")
            if name in found:
                raise CellError(f"the skill {name!r} stands twice")
            if ":" in part and not _is_proficiency(proficiency):
                raise CellError(f"proficiency {proficiency!r}: write a number above 0, up to 1")
            found.append(name)
        return "|".join(found)

    return parsed(table, "skills", log, parse, pl.String, required=required)


def _is_proficiency(text: str) -> bool:
    try:
        return 0 < Decimal(text) <= 1
    except InvalidOperation:
        return False


def _zones(table: Table, known: Known, log: FaultLog) -> pl.Series:
    """Return the zone of each agent, null where it is the site's."""

    def parse(text: str) -> str | None:
        if not zone_exists(text):
            raise CellError(f"{unknown_zone(text)} or leave it empty")
        return None if text == known.zone and known.zone_is_sure else text

    return parsed(table, "timezone", log, parse, pl.String, required=False)


def _jurisdictions(table: Table, known: Known, log: FaultLog) -> pl.Series:
    """Return the jurisdiction of each agent, null where it is the site's."""

    def parse(text: str) -> str | None:
        message = jurisdiction_fault(text)
        if message is not None:
            raise CellError(f"{message}; write it like DE-BB or US-CA")
        return None if text == known.jurisdiction else text

    return parsed(table, "jurisdiction", log, parse, pl.String, required=False)


def _check_currency(table: Table, known: Known, log: FaultLog) -> None:
    if known.currency is not None:
        other = table.text("currency") != known.currency
        message = f"must be the site's, {known.currency}, or empty; a scenario has one currency"
        table.faults(log, "currency", other, message)


def _groups(frame: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for employee_id, group in frame.select("id", "group").drop_nulls().rows():
        groups.setdefault(group, []).append(employee_id)
    return {group: tuple(members) for group, members in groups.items()}


def _notes(table: Table) -> tuple[str, ...]:
    weaker = table.text("skills").str.contains(r":\s*0?\.\d").fill_null(False)
    if not weaker.any():
        return ()
    return (f"{table.file}: proficiencies below 1 do not change handling times.",)


def _name_repeated(table: Table, ids: pl.Series, repeated: pl.Series, log: FaultLog) -> None:
    """Note each agent who stands in the file again, with the line of the first row."""
    if not repeated.any():
        return
    first: dict[str, int] = {}
    for row, employee in enumerate(ids):
        if employee is not None:
            line = first.setdefault(employee, int(table.lines[row]))
            if repeated[row]:
                message = f"the employee stands in the file twice, first on line {line}"
                table.fault(log, row, "employee_id", message)
