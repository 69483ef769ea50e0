(() => {
  "use strict";
  var root = document.documentElement;

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }
  function remembered() {
    try { return localStorage.getItem("r4v-theme") || ""; } catch (error) { return ""; }
  }
  function remember(theme) {
    try { localStorage.setItem("r4v-theme", theme); } catch (error) { /* a page without storage forgets */ }
  }
  function show(theme) {
    if (theme === "light" || theme === "dark") { root.dataset.theme = theme; } else { delete root.dataset.theme; }
  }
  show(remembered());

  function themes() {
    var group = document.querySelector(".r4v-theme");
    if (!group || !window.CSS || !CSS.supports("color", "light-dark(#000, #fff)")) { return; }
    function press() {
      all("button", group).forEach((button) => {
        button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme || "")));
      });
    }
    all("button", group).forEach((button) => {
      button.addEventListener("click", () => { show(button.value); remember(button.value); press(); });
    });
    group.hidden = false;
    press();
  }

  function code() {
    var button = document.getElementById("r4v-all-code");
    var blocks = all("details.r4v-code");
    function label() {
      var open = blocks.every((block) => { return block.open; });
      button.textContent = open ? button.dataset.close : button.dataset.open;
      return open;
    }
    if (!button || !blocks.length) { return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      var open = !label();
      blocks.forEach((block) => { block.open = open; });
      label();
    });
    blocks.forEach((block) => { block.addEventListener("toggle", label); });
  }

  function contents() {
    var links = all(".r4v-contents a"), waiting = false;
    var heads = links.map((link) => { return document.getElementById(link.hash.slice(1)); });
    function mark() {
      var current = "";
      waiting = false;
      heads.forEach((head) => { if (head && head.getBoundingClientRect().top < 140) { current = head.id; } });
      if (innerHeight + scrollY >= root.scrollHeight - 4 && scrollY) { current = heads[heads.length - 1].id; }
      links.forEach((link) => {
        if (link.hash.slice(1) === current) { link.setAttribute("aria-current", "location"); }
        else { link.removeAttribute("aria-current"); }
      });
    }
    if (!links.length) { return; }
    document.querySelector(".r4v-contents details").open = innerWidth >= 1088;
    addEventListener("scroll", () => {
      if (!waiting) { waiting = true; requestAnimationFrame(mark); }
    }, { passive: true });
    mark();
  }

  function sources() {
    var panel = document.getElementById("r4v-source");
    if (!panel || !panel.showPopover) { return; }
    var facts = panel.querySelector("dl"), row = panel.querySelector(".r4v-row"), back = panel.querySelector(".r4v-back");
    var origin = null, past = [];

    function add(name, nodes) {
      var term = document.createElement("dt"), text = document.createElement("dd");
      term.textContent = name;
      nodes.forEach((node) => { text.appendChild(node.cloneNode(true)); });
      facts.append(term, text);
    }
    function fill(target) {
      var names = all("thead th", target.closest("table"));
      facts.textContent = "";
      if (target.id.indexOf(panel.dataset.own) === 0) {
        add(panel.dataset.label, [document.createTextNode(panel.dataset.report)]);
      }
      all("th, td", target).forEach(function (cell, index) {
        var text = cell.textContent.trim();
        if (text && text !== "–") { add(names[index].textContent, Array.from(cell.childNodes)); }
      });
      all("[id]", facts).forEach((node) => { node.removeAttribute("id"); });
      row.href = "#" + target.id;
      back.hidden = past.length < 2;
      panel.scrollTop = 0;
    }
    function place(anchor) {
      var box = anchor.getBoundingClientRect(), wide = root.clientWidth;
      panel.style.cssText = "";
      if (wide < 640) { return; }
      var room = wide - panel.offsetWidth - 16;
      var below = box.bottom + panel.offsetHeight + 12 < innerHeight || box.top < panel.offsetHeight + 12;
      panel.style.left = Math.max(16, Math.min(box.left - 12, room)) + "px";
      panel.style.top = Math.max(8, below ? box.bottom + 8 : box.top - panel.offsetHeight - 8) + "px";
    }
    function target(link) { return document.getElementById(decodeURIComponent(link.hash.slice(1))); }
    function open(link, found) {
      if (!panel.contains(link)) { origin = link; past = []; }
      past.push(found);
      fill(found);
      if (!panel.matches(":popover-open")) { panel.showPopover(); }
      if (!panel.contains(link)) { place(link); }
      panel.focus({ preventScroll: true });
    }
    panel.hidden = false;
    document.addEventListener("click", (event) => {
      var link = event.target.closest && event.target.closest('a[href^="#src-"], a[href^="#how-"]');
      if (!link || link === row || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var found = target(link);
      if (!found || found.tagName !== "TR") { return; }
      event.preventDefault();
      open(link, found);
    });
    row.addEventListener("click", () => { origin = null; panel.hidePopover(); });
    back.addEventListener("click", () => { past.pop(); fill(past[past.length - 1]); panel.focus(); });
    panel.querySelector(".r4v-close").addEventListener("click", () => { panel.hidePopover(); });
    panel.addEventListener("toggle", (event) => {
      var active = document.activeElement;
      if (event.newState === "closed" && origin && (active === document.body || panel.contains(active))) {
        origin.focus({ preventScroll: true });
      }
    });
  }

  function copying() {
    var words = document.getElementById("r4v-words");
    if (!words) { return; }
    function said(text) { words.textContent = ""; setTimeout(() => { words.textContent = text; }, 50); }
    function fallback(text) {
      var area = document.createElement("textarea");
      area.value = text;
      area.setAttribute("readonly", "");
      area.style.cssText = "position:fixed;top:0;opacity:0";
      document.body.appendChild(area);
      area.select();
      var done = false;
      try { done = document.execCommand("copy"); } catch (error) { /* no clipboard: said below */ }
      area.remove();
      return done;
    }
    function copy(text, button) {
      var focus = document.activeElement;
      function end(done) {
        if (focus) { focus.focus({ preventScroll: true }); }
        button.classList.toggle("r4v-done", done);
        setTimeout(() => { button.classList.remove("r4v-done"); }, 2000);
        said(done ? words.dataset.done : words.dataset.failed);
      }
      if (navigator.clipboard && isSecureContext) {
        navigator.clipboard.writeText(text).then(() => { end(true); }, () => { end(fallback(text)); });
      } else { end(fallback(text)); }
    }
    all(".r4v-prose li").forEach((sentence) => {
      var text = sentence.textContent.trim(), button = document.createElement("button");
      button.type = "button";
      button.className = "r4v-copy";
      button.title = words.dataset.copy;
      button.setAttribute("aria-label", words.dataset.copy);
      button.addEventListener("click", () => { copy(text + " (" + words.dataset.cite + ")", button); });
      sentence.append(" ", button);
    });
    all("[data-copies]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        copy(document.getElementById(button.dataset.copies).textContent.trim(), button);
      });
    });
  }

  function saving() {
    var comma = root.lang === "es";
    function cell(node) {
      var text = node.textContent.trim();
      if (/^\d[\d.,]*$/.test(text)) {
        return comma ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
      }
      if (/^[=+\-@\t\r]/.test(text) && text !== "-") { text = "'" + text; }
      return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    }
    all("button.r4v-save").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        var rows = all("tr", button.closest(".r4v-table, .r4v-data")).map((row) => {
          return all("th, td", row).map(cell).join(",");
        });
        var link = document.createElement("a");
        link.download = button.dataset.name + ".csv";
        link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(rows.join("\n") + "\n");
        link.click();
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    [themes, code, contents, sources, copying, saving].forEach((part) => { part(); });
  });
})();
