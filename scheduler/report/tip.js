"use strict";
// The one box that follows the pointer and tells what lies beneath it.
const Tip = (() => {
  const { byId } = Report;
  const { element } = Elements;
  const GAP = 14;
  const box = byId("tip");

  // The first line is the heading; an empty line is a gap
  function show(lines, x, y) {
    box.replaceChildren(...lines.map((line, k) => element(k === 0 ? "strong" : "span", line || "\u00a0")));
    box.hidden = false;
    const [w, h] = [box.offsetWidth, box.offsetHeight];
    const right = x + GAP + w > window.innerWidth - 8;
    box.style.left = `${Math.max(8, right ? Math.min(x - GAP, window.innerWidth - 8) - w : x + GAP)}px`;
    box.style.top = `${y + GAP + h > window.innerHeight - 8 ? Math.max(8, y - h - GAP) : y + GAP}px`;
  }

  function hide() {
    box.hidden = true;
  }

  window.addEventListener("scroll", hide, { passive: true });

  return { show, hide };
})();
