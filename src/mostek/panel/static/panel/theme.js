// Runs before the page is painted: light, dark, or as the device.
(function () {
  "use strict";
  var device = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  }
  function apply() {
    var theme = chosen();
    document.documentElement.dataset.bsTheme = theme === "auto" ? (device.matches ? "dark" : "light") : theme;
    document.querySelectorAll("[data-choose-theme]").forEach(function (button) {
      button.classList.toggle("active", button.dataset.chooseTheme === theme);
      button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === theme));
    });
  }

  apply();
  device.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-choose-theme]");
    if (!button) return;
    try { localStorage.setItem("theme", button.dataset.chooseTheme); } catch { /* private window: for this page only */ }
    apply();
  });
})();
