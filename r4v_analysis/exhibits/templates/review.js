(() => {
  "use strict";
  const bar = document.getElementById("rv-bar");
  const rows = [...document.querySelectorAll(".rv-row")];
  const set = bar.dataset;
  if (!rows.length) { return; }
  const usual = JSON.parse(set.usual);
  const roles = JSON.parse(set.roles);
  const meant = JSON.parse(set.meant);
  const names = JSON.parse(set.names);
  const called = JSON.parse(set.called);
  const name = (column, code) => (called[column] || {})[code] || code;
  const columns = set.columns.split(",");
  const done = [];
  let at = -1;

  const cells = (row) => JSON.parse(row.dataset.cells);
  const state = (row) => ({ row, decision: row.dataset.decision, cells: cells(row) });
  const files = new Map(rows.map((row) => [row, state(row)]));
  const changes = (told) => Object.keys(told.cells).filter((column) => told.cells[column] !== files.get(told.row).cells[column]);
  const isUnsaved = (row) => row.dataset.decision !== files.get(row).decision || changes(state(row)).length > 0;
  const hasError = (row) => row.querySelector(".rv-error") !== null;
  const isSeen = (row) => row.dataset.decision === "dropped" || (row.dataset.decision === "accepted" && !hasError(row));
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (told) => {
    const own = { observation_id: told.row.dataset.id, decision: told.decision, corrected: changes(told).join(" ") };
    changes(told).forEach((column) => { own[column] = told.cells[column]; });
    return columns.map((column) => quoted(own[column] || ""));
  };
  const text = (lines) => lines.map((parts) => parts.join(",") + "\n").join("");
  const table = (members) => text([columns, ...members.map(line)]);
  const withShown = (members) => text([[...columns, "shown"],
    ...members.map((told) => [...line(told), quoted(JSON.stringify(files.get(told.row).cells))])]);

  function told(text, code) {
    const said = document.getElementById("rv-said");
    said.textContent = text;
    if (code) { said.append(" ", Object.assign(document.createElement("code"), { textContent: code })); }
  }

  function finished() {
    if (set.accepts) { told(set.next, set.accepts); } else { told(set.finished); }
  }

  function amount(own) {
    const number = Number(own.value);
    if (own.value === "" || Number.isNaN(number)) { return own.value || "–"; }
    const form = own.unit === "share" ? { style: "percent", maximumFractionDigits: 3 } : { maximumFractionDigits: 9 };
    return number.toLocaleString(document.documentElement.lang, form);
  }

  function part(column, label, text) {
    const element = document.createElement("span");
    element.dataset.column = column;
    element.append(label ? `${label} ` : "", Object.assign(document.createElement("i"), { textContent: text }));
    return element;
  }

  function shown(row) {
    const own = cells(row);
    row.querySelector(".rv-head b").textContent = amount(own);
    row.querySelector(".rv-unit").textContent = name("unit", own.unit);
    row.querySelector(".rv-qualifier").textContent = own.qualifier === "exact" ? "" : name("qualifier", own.qualifier);
    row.querySelector(".rv-head q").textContent = own.printed;
    row.classList.toggle("rv-unnamed", own.indicator === "unclassified");
    const codes = row.querySelector(".rv-codes");
    codes.querySelectorAll("[data-column]").forEach((old) => { if (old.dataset.column in own) { old.remove(); } });
    const days = [own.period_start, own.period_end];
    const isOwn = days.join() !== [set.first, set.last].join() && (days[0] || !own.as_of);
    const parts = [];
    for (const [column, code] of Object.entries(own)) {
      if (column === "period_start" && isOwn) { parts.push(part(column, set.period, days.join(" – "))); }
      if (!code || ["value", "unit", "qualifier", "printed", "period_start", "period_end"].includes(column)) { continue; }
      parts.push(part(column, column === "indicator" ? "" : names[column], name(column, code)));
    }
    codes.prepend(...parts);
  }

  function faulty(row, faults) {
    row.querySelector(".rv-faults").replaceChildren(...faults.map(({ column, message, lang = document.documentElement.lang, is_error: isError, is_moved: isMoved }) => {
      const text = document.createElement("p");
      text.className = ["rv-fault", isError && "rv-error", isMoved && "rv-moved"].filter(Boolean).join(" ");
      Object.assign(text.dataset, { column, message, lang });
      text.append(`${names[column] || column}: `, Object.assign(document.createElement("span"), { lang, textContent: message }));
      return text;
    }));
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

  function differing(old, now) {
    return Object.keys(now).filter((column) => now[column] !== old[column]).map((column) => ({ column, is_moved: true,
      message: set.changed.replace("{old}", () => name(column, old[column]) || "–").replace("{new}", () => name(column, now[column]) || "–") }));
  }

  const forget = (id) => {
    const steps = done.map((step) => step.filter(([row]) => row.dataset.id !== id)).filter((step) => step.length);
    done.splice(0, done.length, ...steps);
  };

  function gone(id) {
    const place = rows.findIndex((row) => row.dataset.id === id);
    forget(id);
    rows[place].remove();
    rows.splice(place, 1);
    if (place <= at) { at -= 1; }
  }

  const refusal = (refused) => {
    const faults = Object.values(refused).flat();
    if (!faults.length) { return set.gone; }
    return faults.some((fault) => fault.is_moved) ? set.moved : set.refused;
  };

  async function post(members) {
    const answer = await fetch("save", { method: "POST", headers: { "Content-Type": "text/csv" }, body: withShown(members) });
    if (!answer.ok) { throw new Error(await answer.text()); }
    const { refused, moved, rows: fresh } = await answer.json();
    if (!Object.keys(refused).length) {
      members.filter(({ row }) => !moved.includes(row.dataset.id)).forEach((member) => { files.set(member.row, member); });
    }
    moved.filter((id) => !fresh[id]).forEach((id) => { refused[id] = []; gone(id); });
    for (const row of rows.filter((member) => fresh[member.dataset.id])) {
      const [own, file, now] = [cells(row), files.get(row), fresh[row.dataset.id]];
      const isMoved = moved.includes(row.dataset.id);
      const kept = isMoved ? [] : Object.keys(own).filter((column) => own[column] !== file.cells[column]);
      if (isMoved) {
        forget(row.dataset.id);
        refused[row.dataset.id] = now.faults = [...differing(file.cells, now.cells), ...now.faults];
      }
      row.dataset.cells = JSON.stringify({ ...now.cells, ...Object.fromEntries(kept.map((column) => [column, own[column]])) });
      files.set(row, { ...file, cells: now.cells });
      shown(row);
      faulty(row, now.faults);
    }
    return refused;
  }

  function lost(reason) {
    const count = rows.filter(isUnsaved).length;
    const alarm = bar.querySelector(".rv-lost");
    const why = reason ? set.unread : set.lost.replace("{folder}", () => set.folder);
    const [before, after] = why.replace("{rows}", count).split("{reason}");
    const english = Object.assign(document.createElement("span"), { lang: "en", textContent: reason });
    alarm.firstElementChild.firstElementChild.replaceChildren(before, ...(reason ? [english, after] : []));
    alarm.hidden = reason === "";
  }

  /* A file's decisions are kept in the browser by IndexedDB: Chromium at times opens a file's localStorage empty. */
  async function keeping(mode, ask) {
    const asked = (request) => new Promise((answer, fail) => {
      request.onsuccess = () => answer(request.result);
      request.onerror = () => fail(request.error);
    });
    const opening = indexedDB.open("r4v-reviewed", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("decisions");
    const database = await asked(opening);
    try {
      return await asked(ask(database.transaction("decisions", mode).objectStore("decisions")));
    } finally {
      database.close();
    }
  }
  const key = `${set.report}-${set.digest}`;
  let writing = 0;
  const keep = (kept) => keeping("readwrite", (store) => store.put(kept, key)).finally(() => { writing -= 1; });

  let waiting = Promise.resolve();
  function sent(choose) {
    const answer = waiting.then(async () => {
      const members = choose();
      const refused = members.length ? await post(members) : {};
      lost("");
      return refused;
    });
    waiting = answer.catch(() => {});
    return answer;
  }

  function save(what) {
    const end = (how) => { if (rows.every(isSeen)) { finished(); } else { told(how ? `${what} · ${how}` : what); } };
    if (!set.served) {
      writing += 1;
      waiting = waiting.then(() => keep(rows.filter(isUnsaved).map(state).map((own) => [
        own.row.dataset.id, own.decision, Object.fromEntries(changes(own).map((column) => [column, own.cells[column]])),
      ]))).then(() => end(set.kept), () => end(""));
      return;
    }
    sent(() => rows.filter(isUnsaved).map(state)).then((refused) => {
      const members = rows.filter((row) => refused[row.dataset.id]);
      members.forEach((row) => { row.dataset.decision = ""; faulty(row, refused[row.dataset.id]); });
      counted();
      if (Object.keys(refused).length) { told(refusal(refused)); } else { end(set.saved); }
      if (members.length) { go(rows.indexOf(members[0])); }
    }, (error) => { told(what); lost(error instanceof TypeError ? null : error.message); });
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table(rows.filter((row) => row.dataset.decision || isUnsaved(row)).map(state))], { type: "text/csv" }));
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
    finished();
  }

  function put(row, decision, values) {
    row.dataset.decision = decision;
    row.querySelectorAll(".rv-moved").forEach((note) => { note.remove(); });
    if (!Object.keys(values).length) { return; }
    row.dataset.cells = JSON.stringify({ ...cells(row), ...values });
    if (!set.served) { faulty(row, []); }
    shown(row);
  }

  function decide(members, decision, corrected) {
    const values = corrected || {};
    done.push(members.map((row) => {
      const own = cells(row);
      return [row, row.dataset.decision, Object.fromEntries(Object.keys(values).map((column) => [column, own[column]]))];
    }));
    members.forEach((row) => { put(row, decision, values); });
    const numbers = members.slice(0, 6).map((row) => amount(cells(row))).join(" · ");
    const more = members.length > 6 ? ` … (${members.length})` : "";
    const isFinished = counted() === rows.length;
    save(set[decision].replace("{numbers}", numbers + more));
    if (at >= 0 && !isSeen(rows[at])) { bring(rows[at]); } else if (!isFinished) { next(1); }
  }

  function together(kind, decision) {
    const members = rows.filter((row) => row.dataset.decision === "" && row.matches(`.rv-${kind}:not(.rv-open)`) && isOnScreen(row) &&
      (decision === "dropped" || !hasError(row)));
    if (members.length) { decide(members, decision); } else { told(set.none); }
  }

  function undo() {
    const last = done.pop();
    if (!last) { told(set.nothing); return; }
    last.forEach(([row, decision, values]) => { put(row, decision, values); });
    counted();
    save(set.undone);
    go(rows.indexOf(last[0][0]));
  }

  function follow(fields) {
    const [along, allowed] = [usual[fields.indicator.value] || {}, roles[fields.indicator.value] || []];
    if (along.unit || allowed.length) { fields.unit.value = along.unit || "people"; }
    if (fields.unit.value !== "people") { fields.role.value = along.role || ""; fields.basis.value = ""; return; }
    const role = allowed.length ? allowed.includes(along.role) && along.role || allowed[0] : along.role || "";
    if (!fields.role.value || (allowed.length && !allowed.includes(fields.role.value))) { fields.role.value = role; }
    const isStock = fields.role.value === "present";
    if (!fields.basis.value || isStock !== (fields.basis.value === "stock")) {
      fields.basis.value = isStock ? "stock" : along.basis === "stock" ? "unknown" : along.basis || "unknown";
    }
  }

  const plain = (letters) => letters.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function matching(field, letters) {
    const sought = plain(letters);
    const within = (words) => ` ${plain(words)}`.replace(/[^\p{L}\p{N}]+/gu, " ").includes(` ${sought}`);
    const ways = [({ value }) => value.startsWith(sought), ({ text: words }) => plain(words).startsWith(sought),
      ({ text: words }) => within(words), ({ value }) => within(value)];
    const options = [...field.options].filter((option) => option.value);
    return ways.map((is) => options.find(is)).find(Boolean);
  }

  function typing(form) {
    const last = { field: null, letters: "", time: 0 };
    form.addEventListener("input", ({ target }) => { delete target.dataset.unmatched; });
    form.addEventListener("keydown", (event) => {
      const field = event.target;
      const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isSame = last.field === field && last.letters !== "";
      if (field.tagName !== "SELECT" || !isLetter || (event.key === " " && !isSame)) {
        if (event.key !== "Shift") { last.letters = ""; }
        return;
      }
      event.preventDefault();
      const isNew = !isSame || (event.timeStamp - last.time > 1000 && !matching(field, last.letters + event.key));
      Object.assign(last, { field, letters: isNew ? event.key : last.letters + event.key, time: event.timeStamp });
      const found = matching(field, last.letters);
      if (!found) { field.dataset.unmatched = last.letters; beside(form, misspelt(form.elements)); return; }
      if (field.dataset.unmatched) { beside(form, []); }
      field.value = found.value;
      for (const kind of ["input", "change"]) { field.dispatchEvent(new Event(kind, { bubbles: true })); }
    });
  }

  function misspelt(fields) {
    const isDay = (text) => {
      const day = new Date(`${text}T00:00:00Z`);
      return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
    };
    const unmatched = [...fields].filter((field) => field.dataset.unmatched)
      .map((field) => ({ column: field.name, message: set.unmatched.replace("{letters}", () => field.dataset.unmatched) }));
    const unnamed = !fields.indicator.dataset.unmatched && fields.indicator.value === "unclassified" ? [{ column: "indicator", message: set.unnamed }] : [];
    return unmatched.concat(unnamed, ["as_of", "period_start", "period_end"]
      .filter((column) => fields[column].value.trim() && !isDay(fields[column].value.trim()))
      .map((column) => ({ column, message: set.noday })));
  }

  function beside(form, faults) {
    form.querySelectorAll(".rv-wrong").forEach((old) => old.remove());
    form.querySelectorAll("[aria-invalid]").forEach((field) => { field.removeAttribute("aria-invalid"); });
    for (const { column, message, lang = document.documentElement.lang } of faults) {
      const field = form.elements[column];
      const text = Object.assign(document.createElement("em"), { className: "rv-wrong", lang, textContent: message });
      if (!field) { text.textContent = `${column}: ${message}`; form.prepend(text); continue; }
      text.id = `${field.id}-wrong`;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", text.id);
      field.closest("label").append(text);
    }
    const first = form.querySelector("[aria-invalid]");
    if (first) { first.focus(); first.scrollIntoView({ block: "nearest" }); }
  }

  function edit(row) {
    if (row.querySelector(".rv-form")) { return; }
    const form = document.getElementById("rv-form").content.firstElementChild.cloneNode(true);
    let own = cells(row);
    const fill = (field, column, code) => {
      if (code && field.tagName === "SELECT" && ![...field.options].some((option) => option.value === code)) {
        field.append(new Option(name(column, code), code));
      }
      field.value = code;
    };
    for (const [column, code] of Object.entries(own)) {
      const field = form.elements[column];
      fill(field, column, code);
      field.id = `rv-${column}-${row.dataset.id}`;
    }
    const close = () => { form.remove(); row.classList.remove("rv-open"); row.focus({ preventScroll: true }); };
    let isAsked = false;
    const explain = () => { form.querySelector(".rv-means").textContent = meant[form.elements.indicator.value] || ""; };
    form.elements.indicator.onchange = () => { follow(form.elements); explain(); };
    form.onsubmit = (event) => {
      event.preventDefault();
      const corrected = {};
      for (const column of Object.keys(own)) {
        const text = form.elements[column].value.trim();
        if (text !== own[column]) { corrected[column] = text; }
      }
      const wrong = misspelt(form.elements);
      if (wrong.length) { beside(form, wrong); told(set.refused); return; }
      if (!set.served || !Object.keys(corrected).length) { close(); decide([row], "accepted", corrected); return; }
      if (isAsked) { return; }
      isAsked = true;
      told(set.asking);
      sent(() => [{ row, decision: "accepted", cells: { ...cells(row), ...corrected } }]).then((refused) => {
        isAsked = false;
        if (!row.isConnected) { counted(); told(set.gone); return; }
        if (refused[row.dataset.id]) {
          const now = cells(row);
          for (const column of Object.keys(now)) {
            if (form.elements[column].value.trim() === own[column]) { fill(form.elements[column], column, now[column]); }
          }
          own = now;
          beside(form, refused[row.dataset.id]);
          told(refusal(refused));
          return;
        }
        close();
        decide([row], "accepted", corrected);
      }, () => { close(); decide([row], "accepted", corrected); });
    };
    const cancel = () => { if (!isAsked) { close(); } };
    form.querySelector("[data-do=cancel]").onclick = cancel;
    form.onkeydown = (event) => {
      if (event.key === "Escape") { cancel(); }
      if (event.key === "Enter" && event.target.tagName === "SELECT") { event.preventDefault(); form.requestSubmit(); }
    };
    typing(form);
    row.append(form);
    row.classList.add("rv-open");
    explain();
    form.scrollIntoView({ block: "nearest" });
    form.elements.indicator.focus();
    const errors = [...row.querySelectorAll(".rv-error")].map((error) => error.dataset);
    if (errors.length) { beside(form, errors); }
  }

  function act(name, row) {
    if (name === "next") { next(1); } else if (name === "back") { next(-1); } else if (name === "undo") { undo(); }
    if (name === "save") { download(); }
    if (name === "sure") { together("captured", "accepted"); } else if (name === "rest") { together("left_out", "dropped"); }
    if (!row) { return; }
    if (name === "accept") {
      if (cells(row).indicator === "unclassified" || hasError(row)) { edit(row); } else { decide([row], "accepted"); }
    } else if (name === "drop") { decide([row], "dropped"); } else if (name === "edit") { edit(row); }
  }

  const keys = { a: "accept", d: "drop", e: "edit", n: "next", p: "back", s: "sure", x: "rest", u: "undo" };
  document.addEventListener("keydown", (event) => {
    const name = keys[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) { return; }
    event.preventDefault();
    act(name, at < 0 ? null : rows[at]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    const link = event.target.closest("mark a, .rv-codes a, .rv-to");
    const there = event.target.closest(".rv-there");
    if (there) {
      event.preventDefault();
      go(rows.indexOf(there.closest(".rv-row")));
      const mark = document.querySelector(there.getAttribute("href"));
      if (mark) { mark.scrollIntoView({ block: "center", behavior: "instant" }); }
      return;
    }
    const aimed = link ? document.querySelector(link.getAttribute("href")) : event.target.closest(".rv-row");
    if (!button && aimed && !event.target.closest(".rv-form")) { event.preventDefault(); go(rows.indexOf(aimed)); }
    if (!button || button.dataset.do === "cancel") { return; }
    const own = button.closest(".rv-row");
    if (own) { go(rows.indexOf(own)); }
    act(button.dataset.do, own || (at < 0 ? null : rows[at]));
  });

  function restore(kept) {
    for (const [id, decision, values] of kept || []) {
      const row = rows.find((member) => member.dataset.id === id);
      if (row && row.dataset.decision === "") { put(row, decision, values); }
    }
    counted();
  }

  window.addEventListener("beforeunload", (event) => { if (writing || (set.served && rows.some(isUnsaved))) { event.preventDefault(); } });
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--rv-bar", `${bar.offsetHeight}px`);
  }).observe(bar);
  if (!set.served) {
    waiting = keeping("readonly", (store) => store.get(key)).then(restore, () => { /* nothing was kept */ });
  }
  document.querySelectorAll(".rv-do").forEach((part) => { part.hidden = false; });
  rows.forEach((row) => { row.querySelector(".rv-head b").textContent = amount(cells(row)); });
  bar.hidden = false;
  counted();
})();
