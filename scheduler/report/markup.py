"""Tables and small elements as HTML. Text goes in plain and is escaped here, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .text import Markup, escape


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    Attributes
    ----------
    text : str
        Plain text; escaped when written.
    css : str
        Class names.
    sort : float or None
        What a sortable table sorts by; None sorts by the text.
    style : str
        CSS declarations with numbers only (the lengths of bars).
    note : str
        Small second line, plain text.
    spoken : str
        Words for screen readers only, where colour or a sign carries meaning.
    figure : (str, value) or None
        Where plan.json has the figure, and its exact value, both kept as attributes.
    """

    text: str
    css: str = ""
    sort: float | None = None
    style: str = ""
    note: str = ""
    spoken: str = ""
    figure: tuple[str, Decimal | float | None] | None = None


@dataclass(frozen=True)
class Row:
    """Cells with class names for their row."""

    cells: Sequence[Cell]
    css: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether it holds numbers, and what it means."""

    title: str
    numeric: bool = False
    meaning: str = ""


def join(parts: Iterable[Markup]) -> Markup:
    """Return markup put together."""
    return Markup("".join(parts))


def wrap(tag: str, content: Markup, css: str = "") -> Markup:
    """Return an element around markup."""
    attribute = f' class="{escape(css)}"' if css else ""
    return Markup(f"<{tag}{attribute}>{content}</{tag}>")


def say(tag: str, text: object, css: str = "") -> Markup:
    """Return an element around plain text."""
    return wrap(tag, escape(text), css)


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Row | Sequence[Cell]],
    *,
    sortable: bool = False,
    css: str = "",
) -> Markup:
    """Return a table in a region that scrolls by itself; the first cell heads its row.

    Parameters
    ----------
    caption : str
        Names the table for screen readers.
    columns : sequence of Column
    rows : iterable of Row or sequences of Cell, each as long as `columns`
    sortable : bool
        Whether the headings are buttons that sort.
    css : str
        Class names of the table.
    """
    classes = f"{css} sortable" if sortable else css
    head = join(_heading(column, sortable) for column in columns)
    body = join(_row(cells, columns) for cells in rows)
    return Markup(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="{escape(classes.strip())}">'
        f'<caption class="spoken">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def figure_attributes(path: str, value: Decimal | float | None) -> Markup:
    """Return attributes that name a figure of plan.json and hold its exact value."""
    exact = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else repr(value)
    return Markup(f' data-figure="{escape(path)}" data-value="{exact}"')


def share_bar(value: float, most: float, css: str) -> tuple[str, str]:
    """Return class names and style of a cell with a bar as long as `value` is of `most`.

    Amounts below zero have a bar of their own colour.
    """
    part = 100 * min(1.0, abs(value) / most) if most > 0 else 0.0
    return f"bar {css}{' credit' if value < 0 else ''}", f"--value:{part:.1f}%"


def _heading(column: Column, sortable: bool) -> Markup:
    css = ' class="number"' if column.numeric else ""
    title = f' title="{escape(column.meaning)}"' if column.meaning else ""
    label = escape(column.title)
    if sortable:
        label = Markup(f'<button type="button">{label}</button>')
    return Markup(f'<th scope="col"{css}{title}>{label}</th>')


def _row(row: Row | Sequence[Cell], columns: Sequence[Column]) -> Markup:
    whole = row if isinstance(row, Row) else Row(row)
    first, *others = zip(whole.cells, columns, strict=True)
    return wrap("tr", join([_cell(*first, head=True), *(_cell(*o) for o in others)]), whole.css)


def _cell(cell: Cell, column: Column, head: bool = False) -> Markup:
    css = " ".join(filter(None, ["number" if column.numeric else "", cell.css]))
    attributes = f' class="{escape(css)}"' if css else ""
    if cell.style:
        attributes += f' style="{escape(cell.style)}"'
    if cell.sort is not None:
        attributes += f' data-sort="{cell.sort!r}"'
    if cell.figure is not None:
        attributes += figure_attributes(*cell.figure)
    content = escape(cell.text)
    if cell.spoken:
        content = join([content, Markup(f'<span class="spoken"> {escape(cell.spoken)}</span>')])
    if cell.note:
        content = join([content, say("small", cell.note)])
    if head:
        return Markup(f'<th scope="row"{attributes}>{content}</th>')
    return Markup(f"<td{attributes}>{content}</td>")
