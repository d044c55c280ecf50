// Keyboard, ticking of rows, questions before what cannot be undone. Every page works without it.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  function typing(element) {
    return element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  }

  // Keys: / search, ? this list, j k rows, Enter open, x tick.
  function rows() { return Array.from(document.querySelectorAll("tr[data-row]")); }
  function move(by) {
    var all = rows();
    if (!all.length) return;
    var at = all.findIndex(function (row) { return row.classList.contains("at") || row.contains(document.activeElement); });
    var next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    all.forEach(function (row) { row.classList.toggle("at", row === next); });
    var link = next.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  function current() { return document.querySelector("tr[data-row].at"); }
  function focusSearch() {
    var visible = Array.from(document.querySelectorAll("[data-search]")).find(function (field) { return field.offsetParent; });
    if (visible) { visible.focus(); visible.select(); }
  }
  function showKeys() { var keys = document.getElementById("keys"); if (keys && !keys.open) keys.showModal(); }

  var actions = {
    "/": focusSearch,
    "?": showKeys,
    j: function () { move(1); },
    k: function () { move(-1); },
    x: function () { var row = current(); var box = row && row.querySelector("[data-tick]"); if (box) box.click(); },
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    // On a tick, Enter would press the form's first button.
    if (event.key === "Enter" && event.target.matches("form[data-list] [type=checkbox]")) event.preventDefault();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    var action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  // Ticking: the bulk bar appears with the first tick.
  function bulk(form) {
    var boxes = Array.from(form.querySelectorAll("[data-tick]"));
    var ticked = boxes.filter(function (box) { return box.checked; });
    var bar = form.querySelector("[data-bulk]");
    var all = form.querySelector("[data-tick-all]");
    var everything = form.querySelector("[data-everything]");
    var count = form.querySelector("[data-count]");
    if (all) {
      all.checked = boxes.length > 0 && ticked.length === boxes.length;
      all.indeterminate = ticked.length > 0 && !all.checked;
    }
    if (everything && !all.checked) everything.checked = false;
    if (bar) bar.classList.toggle("has-ticks", ticked.length > 0);
    if (count) count.textContent = everything && everything.checked ? everything.dataset.label : String(ticked.length);
    boxes.forEach(function (box) { box.closest("tr").classList.toggle("ticked", box.checked); });
  }
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-list]");
    if (event.target.matches("[data-tick-all]")) {
      form.querySelectorAll("[data-tick]").forEach(function (box) { box.checked = event.target.checked; });
    }
    if (form) bulk(form);
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // Shift-click ticks a range.
  var last = null;
  document.addEventListener("click", function (event) {
    var box = event.target.closest("[data-tick]");
    if (!box) return;
    var boxes = Array.from(box.form.querySelectorAll("[data-tick]"));
    if (event.shiftKey && last && boxes.includes(last)) {
      var ends = [boxes.indexOf(last), boxes.indexOf(box)].sort(function (a, b) { return a - b; });
      boxes.slice(ends[0], ends[1] + 1).forEach(function (each) { each.checked = box.checked; });
    }
    last = box;
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-show-keys]")) showKeys();
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
    var copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard.writeText(copy.dataset.copy).then(function () {
        copy.classList.add("copied");
        setTimeout(function () { copy.classList.remove("copied"); }, 1500);
      });
    }
  });

  // Destructive actions ask once; a form is sent once.
  document.addEventListener("submit", function (event) {
    var question = (event.submitter && event.submitter.dataset.confirm) || event.target.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); return; }
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    if (event.target.matches("form[data-once]")) event.target.dataset.sent = "1";
  }, true);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // What was unfolded stays so when a part of the page is replaced.
  var unfolded = [];
  document.addEventListener("htmx:beforeSwap", function () {
    unfolded = Array.from(document.querySelectorAll("details[id][open]"), function (each) { return each.id; });
  });
  document.addEventListener("htmx:afterSettle", function () {
    unfolded.forEach(function (id) { var each = document.getElementById(id); if (each) each.open = true; });
  });

  // A form that is drawn anew while somebody types: an answer that does not know what was typed last is
  // dropped, and one that would take the button from under the finger. The next change asks again.
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-redrawn]");
    if (form) form.dataset.newer = "1";
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = event.target.closest("form[data-redrawn]");
    if (form) delete form.dataset.newer;
  });
  document.addEventListener("pointerdown", function (event) {
    var form = event.target.closest("form[data-redrawn]");
    if (form) form.dataset.pressed = "1";
  });
  document.addEventListener("pointerup", function () {
    document.querySelectorAll("form[data-pressed]").forEach(function (form) { delete form.dataset.pressed; });
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var data = event.detail.target.dataset;
    if (data.newer || data.pressed) event.detail.shouldSwap = false;
  });

  function focusMarked(root) {
    var marked = root.querySelector("[data-focus-first] .is-invalid");
    if (marked) marked.focus();
  }
  document.addEventListener("DOMContentLoaded", function () {
    focusMarked(document);
    document.querySelectorAll("form[data-list]").forEach(bulk);
  });
  if (document.readyState !== "loading") {
    focusMarked(document);
    document.querySelectorAll("form[data-list]").forEach(bulk);
  }
})();
