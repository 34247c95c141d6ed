"use strict";
// Counts what goes wrong on the root element, where a reader's support and the tests find it.
(() => {
  const root = document.documentElement;
  let errors = 0;
  const note = (text) => {
    errors += 1;
    root.setAttribute("data-errors", String(errors));
    root.setAttribute("data-last-error", String(text).slice(0, 300));
  };
  window.addEventListener("error", (event) => note(event.message));
  window.addEventListener("unhandledrejection", (event) => note(event.reason));
  document.addEventListener("securitypolicyviolation", (event) => {
    note(`${event.effectiveDirective} ${event.blockedURI}`);
  });
})();
