document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  var root = document.documentElement;

  function byId(id) { return document.getElementById(id); }
  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }

  function code() {
    var button = byId("r4v-all-code"), blocks = all("details.r4v-setup, details.r4v-code");
    function label() {
      var open = blocks.every((block) => block.open);
      button.textContent = open ? button.dataset.close : button.dataset.open;
      return open;
    }
    if (!button || !blocks.length) { return; }
    button.hidden = false;
    button.onclick = () => {
      var open = !label();
      blocks.forEach((block) => { block.open = open; });
      label();
    };
    blocks.forEach((block) => { block.ontoggle = label; });
  }

  function contents() {
    var links = all(".r4v-contents a"), waiting = false;
    var heads = links.map((link) => byId(link.hash.slice(1)));
    function mark() {
      var current = 0;
      waiting = false;
      heads.forEach((head) => { if (head && head.getBoundingClientRect().top < 140) { current = head; } });
      if (innerHeight + scrollY >= root.scrollHeight - 4 && scrollY) { current = heads[heads.length - 1]; }
      links.forEach((link, place) => {
        if (current && heads[place] === current) { link.setAttribute("aria-current", "location"); }
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
    var panel = byId("r4v-source"), origin = null, past = [];
    if (!panel || !panel.showPopover) { return; }
    var [facts, row, back, close] = ["dl", ".r4v-row", ".r4v-back", ".r4v-close"].map((name) => panel.querySelector(name));

    function add(name, nodes) {
      var term = document.createElement("dt"), text = document.createElement("dd");
      term.textContent = name;
      text.append(...nodes);
      facts.append(term, text);
    }
    function fill(target) {
      var table = target.closest("table"), line = target.closest("tr"), cell = target.closest("td"), told = panel.dataset;
      var names = all("thead th", table), group = line.parentNode.querySelector("[scope=rowgroup]");
      var source = cell && table.closest("figure").querySelector(".r4v-source");
      function copied(node) { return Array.from(node.cloneNode(true).childNodes); }
      facts.textContent = "";
      if (target.id.startsWith(told.own)) { add(told.label, [told.report]); }
      if (group) { add(target.id.startsWith("how-") ? told.formula : told.group, copied(group)); }
      (cell ? [line.cells[0], cell] : all("th, td", line)).forEach((each) => {
        var text = each.textContent.trim();
        if (text && text !== "–") { add(names[each.cellIndex].textContent, copied(each)); }
      });
      if (cell) { add(told.measure, copied(table.caption)); }
      if (source) {
        var nodes = copied(source);
        nodes[0].textContent = nodes[0].textContent.replace(/^[^:]*: /, "");
        add(told.group, nodes);
      }
      all("[id]", facts).forEach((node) => { node.removeAttribute("id"); });
      all(".r4v-permalink", facts).forEach((node) => { node.remove(); });
      row.href = "#" + target.id;
      back.hidden = past.length < 2;
      panel.scrollTop = 0;
    }
    function place(anchor) {
      var box = anchor.getBoundingClientRect(), wide = root.clientWidth, high = panel.offsetHeight;
      panel.style.cssText = "";
      if (wide < 640) { return; }
      high = panel.offsetHeight;
      var below = box.bottom + high + 12 < innerHeight || box.top < high + 12;
      panel.style.left = Math.max(16, Math.min(box.left - 12, wide - panel.offsetWidth - 16)) + "px";
      panel.style.top = Math.max(8, below ? box.bottom + 8 : box.top - high - 8) + "px";
    }
    panel.hidden = false;
    document.addEventListener("click", (event) => {
      var link = event.target.closest && event.target.closest('a[href^="#src-"], a[href^="#how-"]');
      if (!link || link === row || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var found = byId(decodeURIComponent(link.getAttribute("href").slice(1))), within = panel.contains(link);
      if (!found || !found.closest("tr")) { return; }
      event.preventDefault();
      if (!within) { origin = link; past = []; }
      past.push(found);
      fill(found);
      if (!panel.matches(":popover-open")) { panel.showPopover(); }
      if (!within) { place(link); }
      panel.focus({ preventScroll: true });
    });
    all(".r4v-plot a:has(> path)").forEach((place) => { place.setAttribute("tabindex", -1); }); /* dozens: by arrow keys */
    document.addEventListener("keydown", (event) => {
      var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], mark = event.target.closest(".r4v-plot a");
      var marks = mark && step ? all("a", mark.closest("svg")) : [];
      var at = marks.findIndex((other) => other.getAttribute("href") === mark.getAttribute("href"));
      if (!marks[at + step]) { return; }
      event.preventDefault();
      marks[at + step].focus();
    });
    row.onclick = () => { origin = null; panel.hidePopover(); };
    back.onclick = () => { past.pop(); fill(past[past.length - 1]); panel.focus(); };
    close.onclick = () => { panel.hidePopover(); };
    panel.addEventListener("toggle", (event) => {
      var active = document.activeElement;
      if (event.newState === "closed" && origin && (active === document.body || panel.contains(active))) {
        origin.focus({ preventScroll: true });
      }
    });
  }

  function copying() {
    var words = byId("r4v-words");
    if (!words) { return; }
    function byHand(text) {
      var area = document.createElement("textarea"), done = false;
      area.value = text;
      area.readOnly = true;
      area.style.cssText = "position:fixed;top:0;opacity:0";
      document.body.append(area);
      area.select();
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
        words.textContent = "";
        setTimeout(() => { words.textContent = done ? words.dataset.done : words.dataset.failed; }, 50);
      }
      if (navigator.clipboard && isSecureContext) {
        navigator.clipboard.writeText(text).then(() => end(true), () => end(byHand(text)));
      } else { end(byHand(text)); }
    }
    all(".r4v-prose li").forEach((sentence) => {
      var text = sentence.textContent.trim(), button = document.createElement("button");
      button.type = "button";
      button.className = "r4v-copy";
      button.title = words.dataset.copy;
      button.setAttribute("aria-label", button.title);
      button.onclick = () => copy(text + " (" + words.dataset.cite + ")", button);
      sentence.append(" ", button);
    });
    all("table").forEach((table) => {
      var after = table.closest(".r4v-table, .r4v-data"), take = after && after.querySelector(":scope > .r4v-take");
      if (!take) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = words.dataset.table;
      button.onclick = () => {
        var rows = Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.textContent.trim()).join("\t"));
        copy(rows.join("\n"), button);
      };
      take.append(" ", button);
    });
    all(".r4v-taking").forEach((bar) => {
      var figure = bar.closest("figure"), link = bar.querySelector("a"), buttons = bar.querySelector("span");
      link.hidden = true;
      buttons.hidden = false;
      buttons.onclick = (event) => {
        var kind = event.target.value, drawn = figure.querySelector(".r4v-plot > svg");
        if (kind === "link") { copy(location.href.split("#")[0] + "#" + figure.id, event.target); }
        else if (kind && drawn) { take(figure, drawn, kind); }
      };
    });
    all("[data-copies]").forEach((button) => {
      button.hidden = false;
      button.onclick = () => copy(byId(button.dataset.copies).textContent.trim(), button);
    });
  }

  /* A table's CSV; a long one is carried in a ZIP, which needs no script: here it is taken out. */
  function csv(link) {
    if (!link.download.endsWith(".zip")) { return Promise.resolve(decodeURIComponent(link.href.slice(link.href.indexOf(",") + 1))); }
    var file = Uint8Array.from(atob(link.href.split(",")[1]), (letter) => letter.charCodeAt(0));
    var head = new DataView(file.buffer), start = 30 + head.getUint16(26, true) + head.getUint16(28, true);
    var packed = new Blob([file.slice(start, start + head.getUint32(18, true))]);
    return new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  }
  function save(name, address) {
    var saved = document.createElement("a");
    saved.download = name;
    saved.href = address;
    saved.click();
  }

  /* A figure as a file has what the page says around it: title, subtitle, note, source, and the page's font. */
  function take(figure, drawn, kind) {
    var space = "http://www.w3.org/2000/svg", box = drawn.viewBox.baseVal, pen = document.createElement("canvas").getContext("2d");
    var family = drawn.style.fontFamily, file = drawn.cloneNode(true), edge = 4.3, base = box.y, end = box.y + box.height;
    function lines(selector, size, weight) {
      var said = figure.querySelector(selector), found = [""];
      pen.font = weight + " " + size + "px " + family;
      (said ? said.textContent.trim().split(/\s+/) : []).forEach((word) => {
        var last = found[found.length - 1], longer = last ? last + " " + word : word;
        if (last && pen.measureText(longer).width > box.width - 2 * edge) { found.push(word); } else { found[found.length - 1] = longer; }
      });
      return found.filter(Boolean).map((text) => ({ text: text, size: size, weight: weight }));
    }
    function write(line, y, color) {
      var text = document.createElementNS(space, "text");
      Object.entries({ x: edge, y: y, fill: color, "font-size": line.size, "font-weight": line.weight }).forEach((pair) => text.setAttribute(...pair));
      text.textContent = line.text;
      file.append(text);
    }
    var heads = [...lines(".r4v-title", 13, 700), ...lines(".r4v-subtitle", 10, 400)];
    var feet = [...lines(".r4v-note", 8.5, 400), ...lines(".r4v-source", 8.5, 400)];
    heads.slice().reverse().forEach((line, place) => {
      base -= place ? heads[heads.length - place].size * 1.35 : 6;
      write(line, base, line.weight === 700 ? "#262626" : "#5f5f5f");
    });
    if (heads.length) { base -= heads[0].size * 1.2; }
    feet.forEach((line) => { end += 12; write(line, end, "#5f5f5f"); });
    if (feet.length) { end += 6; }
    all("text", file).forEach((text) => { text.removeAttribute("style"); });
    all("svg > a > path", file).forEach((place) => { place.parentNode.remove(); });
    all("a > title", file).forEach((name) => { name.remove(); });
    all("a", file).forEach((link) => { link.replaceWith(...link.childNodes); });
    var ground = document.createElementNS(space, "rect"), fonts = document.createElementNS(space, "style"), high = end - base;
    Object.entries({ x: box.x, y: base, width: box.width, height: high, fill: "#ffffff" }).forEach((pair) => ground.setAttribute(...pair));
    Array.from(document.styleSheets).forEach((sheet) => {
      Array.from(sheet.cssRules).forEach((rule) => { if (rule instanceof CSSFontFaceRule) { fonts.textContent += rule.cssText; } });
    });
    file.prepend(fonts, ground);
    file.setAttribute("xmlns", space);
    file.setAttribute("viewBox", [box.x, base, box.width, high].join(" "));
    file.setAttribute("width", box.width + "pt");
    file.setAttribute("height", high + "pt");
    var name = figure.id.slice(4) + "." + root.lang, text = new XMLSerializer().serializeToString(file);
    var address = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    if (kind === "svg") { save(name + ".svg", address); return; }
    var image = new Image();
    image.onload = () => {
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(box.width * 3);
      canvas.height = Math.round(high * 3);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      save(name + ".png", canvas.toDataURL("image/png"));
    };
    image.src = address;
  }
  function saving() {
    var links = all('a[download*=".csv"]'), button = byId("r4v-all-tables");
    try { new DecompressionStream("deflate-raw"); } catch (error) { return; }
    links.filter((link) => link.download.endsWith(".zip")).forEach((link) => {
      link.querySelector("span").remove();
      link.addEventListener("click", (event) => {
        event.preventDefault();
        csv(link).then((text) => save(link.download.slice(0, -4), "data:text/csv;charset=utf-8," + encodeURIComponent(text)));
      });
    });
    if (!button || !links.length) { return; }
    button.parentNode.hidden = false;
    button.onclick = () => Promise.all(links.map(csv)).then((texts) => {
      var encoder = new TextEncoder();
      var files = texts.map((text, place) => [encoder.encode(links[place].download.replace(/\.zip$/, "")), encoder.encode(text)]);
      save(button.dataset.name, URL.createObjectURL(zipped(files)));
    });
  }

  /* A ZIP that stores its files as they are: names and contents as bytes. */
  function zipped(files) {
    var parts = [], ends = [], at = 0;
    function record(sign, fields) {
      var view = new DataView(new ArrayBuffer(4 + fields.reduce((size, field) => size + field[1], 0))), place = 4;
      view.setUint32(0, sign, true);
      fields.forEach(([value, size]) => {
        if (size === 2) { view.setUint16(place, value, true); } else { view.setUint32(place, value, true); }
        place += size;
      });
      return view;
    }
    files.forEach(([name, content]) => {
      var about = [[20, 2], [2048, 2], [0, 2], [0, 2], [33, 2], [checked(content), 4], [content.length, 4], [content.length, 4], [name.length, 2], [0, 2]];
      parts.push(record(0x04034b50, about), name, content);
      ends.push(record(0x02014b50, [[20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]), name);
      at += 30 + name.length + content.length;
    });
    var size = ends.reduce((sum, part) => sum + part.byteLength, 0), count = [files.length, 2];
    return new Blob([...parts, ...ends, record(0x06054b50, [[0, 2], [0, 2], count, count, [size, 4], [at, 4], [0, 2]])]);
  }
  function checked(bytes) {
    var sum = -1;
    bytes.forEach((byte) => {
      sum ^= byte;
      for (var bit = 0; bit < 8; bit += 1) { sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0); }
    });
    return (sum ^ -1) >>> 0;
  }

  /* A row that a link leads to may stand in a folded table. */
  function unfold() {
    function show() {
      var target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
      var fold = target && target.closest("details:not([open])");
      if (!fold) { return; }
      while (fold) { fold.open = true; fold = fold.parentNode.closest("details:not([open])"); }
      target.scrollIntoView();
    }
    addEventListener("hashchange", show);
    document.addEventListener("click", (event) => {
      if (event.target.closest && event.target.closest('a[href^="#"]')) { setTimeout(show); }
    });
    show();
  }

  /* A number stays in sight where a phone shows only a part of a figure: on a bar as tall, or left of its row's marks,
     where it covers no text and no mark's end; else where it is. Panels have theirs where they are. */
  function numbers() {
    all(".r4v-plot:not(:has(a > path))").forEach((plot) => {
      var drawn = plot.querySelector(":scope > svg");
      if (!drawn || !drawn.clientWidth) { return; }
      var marks = all("path, use", drawn).filter((mark) => !mark.closest("defs, [fill='#ffffff']:not([stroke])"));
      var ground = drawn.getBoundingClientRect(), unit = drawn.viewBox.baseVal.width / ground.width;
      var drawing = [...all("text", drawn), ...marks].map((part) => {
        var at = part.getBoundingClientRect();
        var box = new DOMRect((at.x - ground.x) * unit, (at.y - ground.y) * unit, at.width * unit, at.height * unit);
        return { part: part, box: box, isText: part.nodeName === "text" };
      });
      function keep() {
        var edge = (plot.scrollLeft + plot.clientWidth) * drawn.viewBox.baseVal.width / drawn.clientWidth - 4;
        drawing.forEach((each) => { each.left = each.box.x; if (each.isText) { each.part.style.cssText = ""; } });
        drawing.filter((each) => each.part.matches("a > text:not([transform])")).forEach((number) => {
          var box = number.box, left = edge - box.width, gap = 3, inWay, isPastText = false;
          var row = drawing.filter((each) => (
            each !== number && each.box.y < box.y + box.height && each.box.y + each.box.height > box.y
          ));
          function spans(each) {
            return !each.isText && each.left < left - gap && each.left + each.box.width > left + box.width + gap;
          }
          function isCovered(each) {
            return !spans(each) && each.left < left + box.width + gap && each.left + each.box.width > left - gap;
          }
          if (left >= box.x) { return; }
          while ((inWay = row.find(isCovered))) {
            var end = inWay.left + inWay.box.width; /* inside a bar that ends here, else left of what is in the way */
            left = (!inWay.isText && end < left + box.width + gap ? end : inWay.left) - box.width - 2 * gap;
            isPastText = isPastText || inWay.isText;
          }
          var under = row.filter(spans);
          if (under.length ? !under.some((each) => each.box.height >= box.height) : isPastText || left < 0) { return; }
          number.left = left;
          number.part.style.translate = (left - box.x) + "px";
        });
      }
      plot.addEventListener("scroll", keep, { passive: true });
      addEventListener("resize", keep);
      keep();
    });
  }

  [code, contents, sources, copying, saving, unfold, numbers].forEach((part) => part());
});
