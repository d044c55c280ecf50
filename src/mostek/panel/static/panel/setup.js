// The busy button of forms that take a while, and inputs that matter for one choice only.
(function () {
  "use strict";

  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-busy]");
    if (!form || event.defaultPrevented) return;
    var button = event.submitter || form.querySelector("button:not([type=button])");
    if (!button) return;
    form.setAttribute("aria-busy", "true");
    if (button.dataset.busyLabel) {
      button.replaceChildren();
      var turning = document.createElement("span");
      turning.className = "spinner-border spinner-border-sm me-2";
      turning.setAttribute("aria-hidden", "true");
      button.append(turning, button.dataset.busyLabel);
    }
    setTimeout(function () { button.disabled = true; }, 0);
  });

  // A page taken from the browser's history must not stand busy.
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  function showForEnvironment() {
    var chosen = document.querySelector("input[name=environment]:checked");
    document.querySelectorAll("[data-shown-for]").forEach(function (part) {
      part.classList.toggle("is-hidden", !chosen || part.dataset.shownFor !== chosen.value);
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.name === "environment") showForEnvironment();
  });
  showForEnvironment();
})();
