"use strict";
// Elements made from plain texts, colours of the style sheet, and the choice of appearance.
const Elements = (() => {
  const { data, byId } = Report;
  const SVG = "http://www.w3.org/2000/svg";
  const COLOURS = ["card", "ink", "soft", "line", "faint", "accent", "under", "event", "leave", "bad"];
  const QUEUE_COLOURS = 10;
  const listeners = [];

  function element(tag, text, css) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (css) made.className = css;
    return made;
  }

  function svg(tag, attributes = {}, text) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // A table from plain texts; the first cell of a row heads it
  function table(caption, heads, rows, css = "") {
    const made = element("table", undefined, css);
    made.append(element("caption", caption, "spoken"));
    const top = element("tr");
    for (const head of heads) {
      const cell = element("th", head);
      cell.scope = "col";
      top.append(cell);
    }
    const head = element("thead");
    head.append(top);
    const body = element("tbody");
    for (const row of rows) {
      const line = element("tr");
      row.forEach((text, k) => {
        const cell = element(k === 0 ? "th" : "td", text);
        if (k === 0) cell.scope = "row";
        line.append(cell);
      });
      body.append(line);
    }
    made.append(head, body);
    return made;
  }

  function scrollable(made, label) {
    const box = element("div", undefined, "scroll");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", label);
    box.tabIndex = 0;
    box.append(made);
    return box;
  }

  function fillSelect(select, options) {
    for (const [value, label] of options) {
      const option = element("option", label);
      option.value = String(value);
      select.append(option);
    }
  }

  // Entries of a legend: a swatch drawn by the style sheet and a word
  function legend(box, entries) {
    box.replaceChildren(...entries.map(([css, word]) => {
      const entry = element("span");
      entry.append(element("i", undefined, `swatch ${css}`), word);
      return entry;
    }));
  }

  // Canvas needs colours as they come out, not as the style sheet writes them
  function colours() {
    const probe = element("span", undefined, "spoken");
    document.body.append(probe);
    const read = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const found = Object.fromEntries(COLOURS.map((name) => [name, read(name)]));
    found.queues = data.queues.map((_, k) => read(`q${k % QUEUE_COLOURS}`));
    probe.remove();
    return found;
  }

  // Reading and writing may be forbidden to files opened from disk
  function remembered() {
    try {
      return localStorage.getItem("staffwright-appearance") ?? "auto";
    } catch {
      return "auto";
    }
  }

  function remember(choice) {
    try {
      localStorage.setItem("staffwright-appearance", choice);
    } catch {
      // The choice then lasts as long as the page
    }
  }

  function apply(choice) {
    if (choice === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", choice);
    listeners.forEach((listener) => listener());
  }

  function startTheme() {
    const select = byId("theme");
    select.value = remembered();
    if (select.selectedIndex < 0) select.value = "auto";
    select.addEventListener("change", () => {
      remember(select.value);
      apply(select.value);
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => apply(select.value));
    apply(select.value);
  }

  const onTheme = (listener) => listeners.push(listener);

  return { element, svg, table, scrollable, fillSelect, legend, colours, startTheme, onTheme };
})();
