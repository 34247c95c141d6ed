"""The page for every reader: light and dark, narrow and wide, keyboard, screen reader, paper."""

from itertools import pairwise

import numpy as np
import pytest
from chromium import Chromium, needs_chromium, unharmed

pytestmark = [needs_chromium, pytest.mark.slow]


def test_appearance_follows_the_system_until_it_is_chosen(shown: Chromium) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = shown.run(paper)
    shown.media(scheme="dark")
    dark = shown.run(paper)
    assert light != dark
    shown.choose("theme", "light")
    assert shown.run(paper) == light
    shown.choose("theme", "as the system")
    assert shown.run(paper) == dark
    shown.media()
    assert unharmed(shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(shown: Chromium, scheme: str) -> None:
    """WCAG 2.2 asks for 4.5:1 (success criterion 1.4.3)."""
    shown.media(scheme=scheme)
    colour = """((name) => { const probe = document.createElement("i"); document.body.append(probe);
      probe.style.color = `var(--${name})`; const found = getComputedStyle(probe).color;
      probe.remove(); return found.match(/\\d+/g).map(Number); })"""
    texts = ("ink", "soft", "accent", "good", "near", "bad")
    read = {name: shown.run(f"{colour}({name!r})") for name in (*texts, "paper", "card")}
    backs = {
        name: shown.run(f"{colour}({name!r})") for name in ("good-back", "near-back", "bad-back")
    }
    shown.media()
    for name in texts:
        for back in ("paper", "card"):
            assert _contrast(read[name], read[back]) >= 4.5, (name, back)
    for name, back in backs.items():
        assert _contrast(read[name.removesuffix("-back")], back) >= 4.5, name


def _contrast(first: list[int], second: list[int]) -> float:
    def luminance(colour: list[int]) -> float:
        part = np.array(colour) / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", [390, 768, 1600])
def test_nothing_reaches_beyond_the_window(shown: Chromium, width: int) -> None:
    shown.size(width, 900)
    assert shown.run("document.documentElement.scrollWidth") <= width
    assert unharmed(shown)
    shown.size(1280, 900)


def test_every_control_region_and_picture_has_a_name(shown: Chromium) -> None:
    nodes = shown.call("Accessibility.getFullAXTree")["nodes"]
    found = [
        (n["role"]["value"], n["name"]["value"]) for n in nodes if not n["ignored"] if "name" in n
    ]
    named = {"button", "combobox", "searchbox", "region", "img", "image", "table", "navigation"}
    assert [role for role, name in found if role in named and not name.strip()] == []
    roles = [role for role, _ in found]
    for role in ("main", "navigation", "banner", "region", "combobox", "searchbox"):
        assert role in roles, role
    levels = [int(tag[1]) for tag in shown.run(
        "[...document.querySelectorAll('h1, h2, h3')].map((e) => e.tagName)")]  # fmt: skip
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_charts_and_scrolling_tables_are_reached_by_the_keyboard(shown: Chromium) -> None:
    shown.run("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    deaf = (
        "[...document.querySelectorAll('.scroll, .gantt, .chart[role]')]"
        ".filter((box) => box.tabIndex !== 0).length"
    )
    assert shown.run(deaf) == 0
    shown.run("document.getElementById('coverage-chart').focus()")
    shown.press("coverage-chart", "ArrowRight")
    outline = "getComputedStyle(document.getElementById('coverage-chart')).outlineStyle"
    assert shown.run(outline) == "solid"


def test_the_page_is_printed_in_full(shown: Chromium) -> None:
    pdf = shown.call("Page.printToPDF", printBackground=True)["data"]
    assert pdf.startswith("JVBERi0")  # "%PDF-" in base 64
    assert unharmed(shown)
