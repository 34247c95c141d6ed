"""A report's HTML taken apart: its tags, texts, scripts and data."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

from staffwright.scheduler.plan import Cost, Plan
from staffwright.scheduler.report import render_report

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """Collects ids, attributes, text and scripts, and checks that elements nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", " ".join(self.texts))

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def shown_text(plan: Plan, cost: Cost) -> str:
    """Return the text of a plan's report with another cost."""
    audit = replace(plan.audit, cost=cost)
    return Page(render_report(replace(plan, audit=audit))).text.replace("\u00a0", " ")


def data_of(text: str) -> dict:
    """Return the values that the page's scripts draw from."""
    found = re.search(r'<script type="application/json" id="plan-data">(.*?)</script>', text)
    assert found is not None
    return json.loads(found[1])
