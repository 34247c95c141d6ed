"use strict";
// Sets everything going and says so on the root element when all of it is drawn.
(() => {
  Elements.startTheme();
  Staffing.start();
  Coverage.start();
  Heat.start();
  Service.start();
  Search.start();
  RosterView.start();
  RosterTable.start();
  Lists.start();
  document.documentElement.setAttribute("data-ready", "true");
})();
