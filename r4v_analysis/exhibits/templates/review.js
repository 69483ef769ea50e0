(() => {
  "use strict";
  const bar = document.getElementById("rv-bar");
  const rows = [...document.querySelectorAll(".rv-row")];
  const set = bar.dataset;
  if (!rows.length) { return; }
  const usual = JSON.parse(set.usual);
  const names = JSON.parse(set.names);
  const called = JSON.parse(set.called);
  const name = (column, code) => (called[column] || {})[code] || code;
  const columns = set.columns.split(",");
  const store = `r4v-review-${set.report}-${set.digest}`;
  const done = [];
  const changed = new Set();
  let at = -1;

  const cells = (row) => JSON.parse(row.dataset.cells);
  const isSeen = (row) => row.dataset.decision !== "";
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const touched = () => rows.filter((row) => isSeen(row) || changed.has(row));
  const table = () => [columns, ...touched().map((row) => {
    const own = { observation_id: row.dataset.id, decision: row.dataset.decision, ...(changed.has(row) && cells(row)) };
    return columns.map((column) => quoted(own[column] || ""));
  })].map((line) => line.join(",") + "\n").join("");

  function told(text) { document.getElementById("rv-said").textContent = text; }

  function amount(own) {
    const number = Number(own.value);
    if (own.value === "" || Number.isNaN(number)) { return own.value || "–"; }
    const form = own.unit === "share" ? { style: "percent", maximumFractionDigits: 3 } : { maximumFractionDigits: 9 };
    return number.toLocaleString(document.documentElement.lang, form);
  }

  function shown(row) {
    const own = cells(row);
    row.querySelector(".rv-head b").textContent = amount(own);
    row.querySelector(".rv-unit").textContent = name("unit", own.unit);
    row.querySelector(".rv-qualifier").textContent = own.qualifier === "exact" ? "" : name("qualifier", own.qualifier);
    const codes = row.querySelector(".rv-codes");
    codes.replaceChildren();
    for (const [column, code] of Object.entries(own)) {
      if (!code || ["value", "unit", "qualifier"].includes(column)) { continue; }
      const part = document.createElement("span");
      const cell = document.createElement("i");
      cell.textContent = name(column, code);
      part.append(column === "indicator" ? "" : `${names[column]} `, cell);
      codes.append(part);
    }
  }

  function counted() {
    const seen = rows.filter(isSeen).length;
    const progress = document.getElementById("rv-progress");
    progress.max = rows.length;
    progress.value = seen;
    const left = rows.length - seen;
    document.getElementById("rv-seen").textContent = set.left.replace("{left}", left).replace("{rows}", rows.length);
    document.querySelectorAll(".rv-block").forEach((block) => {
      const own = [...block.querySelectorAll(".rv-row")];
      block.classList.toggle("rv-done", !block.classList.contains("rv-heading") && own.every(isSeen));
    });
    rows.forEach((row) => {
      const mark = document.querySelector(`mark a[href="#${row.id}"]`);
      if (mark) { mark.parentNode.classList.toggle("rv-looked", isSeen(row)); }
    });
    return seen;
  }

  async function post(text, corrected) {
    const answer = await fetch("save", { method: "POST", headers: { "Content-Type": "text/csv" }, body: text });
    if (!answer.ok) { return (await answer.text()) || set.unsaved; }
    if (!corrected) { return set.saved; }
    const fresh = new DOMParser().parseFromString(await (await fetch("")).text(), "text/html");
    fresh.querySelectorAll(".rv-row").forEach((own) => {
      document.querySelector(`[id="${own.id}"] .rv-faults`).replaceWith(own.querySelector(".rv-faults"));
    });
    return corrected.querySelector(".rv-faults").innerText || set.saved;
  }

  let waiting = Promise.resolve();
  function save(what, corrected) {
    const end = (how) => told(`${what} · ${how}`);
    if (!set.served) {
      const kept = touched().map((row) => [row.dataset.id, row.dataset.decision, row.dataset.cells]);
      try { localStorage.setItem(store, JSON.stringify(kept)); end(set.kept); } catch (error) { told(what); }
      return;
    }
    const text = table();
    waiting = waiting.then(() => post(text, corrected)).then(end, () => end(set.unsaved));
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/csv" }));
    link.download = "review.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function isOnScreen(row) {
    const box = row.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= bar.getBoundingClientRect().top;
  }

  function bring(row) {
    for (const part of [row.closest(".rv-block"), row]) {
      if (!isOnScreen(row)) { part.scrollIntoView({ block: "start", behavior: "instant" }); }
    }
  }

  function go(place) {
    rows.forEach((row) => row.classList.remove("rv-here"));
    document.querySelectorAll("mark.rv-at").forEach((mark) => mark.classList.remove("rv-at"));
    at = place;
    const row = rows[at];
    row.classList.add("rv-here");
    const mark = document.querySelector(`mark a[href="#${row.id}"]`);
    if (mark) { mark.parentNode.classList.add("rv-at"); }
    bring(row);
    row.focus({ preventScroll: true });
  }

  function next(step) {
    for (let far = 1; far <= rows.length; far += 1) {
      const place = (((at < 0 && step < 0 ? 0 : at) + step * far) % rows.length + rows.length) % rows.length;
      if (step < 0 || !isSeen(rows[place])) { go(place); return; }
    }
    told(set.finished);
  }

  function decide(members, decision, corrected) {
    done.push(members.map((row) => [row, row.dataset.decision, row.dataset.cells]));
    members.forEach((row) => {
      row.dataset.decision = decision;
      if (corrected) { changed.add(row); row.dataset.cells = JSON.stringify(corrected); shown(row); }
    });
    const numbers = members.slice(0, 6).map((row) => amount(cells(row))).join(" · ");
    const more = members.length > 6 ? ` … (${members.length})` : "";
    const isFinished = counted() === rows.length;
    save(isFinished ? set.finished : set[decision].replace("{numbers}", numbers + more), corrected && members[0]);
    if (at >= 0 && !isSeen(rows[at])) { bring(rows[at]); } else if (!isFinished) { next(1); }
  }

  function together(state, decision) {
    const members = rows.filter((row) => !isSeen(row) && row.matches(`.rv-${state}:not(.rv-open)`) && isOnScreen(row));
    if (members.length) { decide(members, decision); } else { told(set.none); }
  }

  function undo() {
    const last = done.pop();
    if (!last) { return; }
    last.forEach(([row, decision, own]) => { row.dataset.decision = decision; row.dataset.cells = own; shown(row); });
    counted();
    save(set.undone, last[0][0]);
    go(rows.indexOf(last[0][0]));
  }

  function edit(row) {
    if (row.querySelector(".rv-form")) { return; }
    const form = document.getElementById("rv-form").content.firstElementChild.cloneNode(true);
    const own = cells(row);
    for (const [column, code] of Object.entries(own)) {
      const field = form.elements[column];
      if (code && field.tagName === "SELECT" && ![...field.options].some((option) => option.value === code)) {
        field.append(new Option(code, code));
      }
      field.value = code;
      field.id = `rv-${column}-${row.dataset.id}`;
    }
    const close = () => { form.remove(); row.classList.remove("rv-open"); row.focus({ preventScroll: true }); };
    form.elements.indicator.onchange = () => {
      const along = usual[form.elements.indicator.value] || {};
      if (along.unit) { form.elements.unit.value = along.unit; }
      if (form.elements.unit.value === "people") {
        form.elements.role.value = form.elements.role.value || along.role || "";
        form.elements.basis.value = form.elements.basis.value || along.basis || "";
      } else { form.elements.role.value = ""; form.elements.basis.value = ""; }
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      const corrected = {};
      for (const column of Object.keys(own)) { corrected[column] = form.elements[column].value.trim(); }
      close();
      decide([row], "accepted", corrected);
    };
    form.querySelector("[data-do=cancel]").onclick = close;
    form.onkeydown = (event) => {
      if (event.key === "Escape") { close(); }
      if (event.key === "Enter" && event.target.tagName === "SELECT") { event.preventDefault(); form.requestSubmit(); }
    };
    row.append(form);
    row.classList.add("rv-open");
    form.scrollIntoView({ block: "nearest" });
    form.elements.indicator.focus();
  }

  function act(name, row) {
    if (name === "next") { next(1); } else if (name === "back") { next(-1); } else if (name === "undo") { undo(); }
    if (name === "save") { download(); }
    if (name === "sure") { together("captured", "accepted"); } else if (name === "rest") { together("left_out", "dropped"); }
    if (!row) { return; }
    if (name === "accept") {
      if (cells(row).indicator === "unclassified") { edit(row); } else { decide([row], "accepted"); }
    } else if (name === "drop") { decide([row], "dropped"); } else if (name === "edit") { edit(row); }
  }

  const keys = { a: "accept", d: "drop", e: "edit", n: "next", p: "back", s: "sure", x: "rest", u: "undo" };
  document.addEventListener("keydown", (event) => {
    const name = keys[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.closest("input, select, textarea")) { return; }
    event.preventDefault();
    act(name, at < 0 ? null : rows[at]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    const link = event.target.closest("mark a, .rv-codes a, .rv-to");
    const aimed = link ? document.querySelector(link.getAttribute("href")) : event.target.closest(".rv-row");
    if (!button && aimed && !event.target.closest(".rv-form")) { event.preventDefault(); go(rows.indexOf(aimed)); }
    if (!button || button.dataset.do === "cancel") { return; }
    const own = button.closest(".rv-row");
    if (own) { go(rows.indexOf(own)); }
    act(button.dataset.do, own || (at < 0 ? null : rows[at]));
  });

  function restore() {
    let kept = [];
    try { kept = JSON.parse((!set.served && localStorage.getItem(store)) || "[]"); } catch (error) { /* nothing was kept */ }
    for (const [id, decision, own] of kept) {
      const row = rows.find((member) => member.dataset.id === id);
      if (!row || isSeen(row)) { continue; }
      if (own !== row.dataset.cells) { changed.add(row); }
      row.dataset.decision = decision;
      row.dataset.cells = own;
      shown(row);
    }
  }

  restore();
  document.querySelectorAll(".rv-do").forEach((part) => { part.hidden = false; });
  rows.forEach((row) => { row.querySelector(".rv-head b").textContent = amount(cells(row)); });
  bar.hidden = false;
  counted();
})();
