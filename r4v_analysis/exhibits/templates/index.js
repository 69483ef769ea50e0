(function () {
  "use strict";
  var HEADLINES = ["refugees_and_migrants", "people_reached", "requirements", "funding", "coverage"];
  function by(id) { return document.getElementById(id); }
  function list(found) { return Array.from(found); }
  function make(name, text, attributes) {
    var element = document.createElement(name);
    if (text) { element.textContent = text; }
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }
  function put(message, values) {
    return message.replace(/\{(\w+)\}/g, function (_whole, name) { return values[name]; });
  }
  function choices(select, pairs, chosen) {
    select.textContent = "";
    pairs.forEach(function (pair) { select.add(new Option(pair[1], pair[0], false, pair[0] === chosen)); });
  }

  var data, words;

  /* Quantities, as quantities.py and i18n.py have them: v value, l low, h high, r rough. */
  function quantity(text) {
    var found = /^(-?[\d.e+]*)(?:([amr])|h([\d.e+-]+)|<(-?[\d.e+]*)>(-?[\d.e+]*)(r?)|s([\d.e+-]+))?$/.exec(text);
    var v = number(found[1]);
    if (found[3] !== undefined) {
      return { v: v, l: clean(v - found[3]), h: clean(v + Number(found[3])), r: false };
    }
    if (found[4] !== undefined) { return { v: v, l: number(found[4]), h: number(found[5]), r: found[6] === "r" }; }
    if (found[7] !== undefined) { return { v: v, l: v, h: v, r: false, s: Number(found[7]) }; }
    var free = found[2] === "r";
    return { v: v, l: free || found[2] === "m" ? null : v, h: free || found[2] === "a" ? null : v, r: free };
  }
  function number(text) { return text === "" || text === undefined ? null : Number(text); }
  function clean(value) { return Number(value.toPrecision(12)); }
  function isMissing(q) { return q.v === null && q.l === null && q.h === null; }
  /* As a number is rounded for a difference: its zeros are no digits. */
  function counted(q) { return q.s ? { v: q.v, l: clean(q.v - q.s), h: clean(q.v + q.s), r: false } : q; }
  function minus(later, earlier) {
    var a = counted(later), b = counted(earlier);
    var value = a.v === null || b.v === null ? null : clean(a.v - b.v);
    if (a.r || b.r) { return { v: value, l: null, h: null, r: true }; }
    if ((a.l === null && b.l === null) || (a.h === null && b.h === null)) { return { v: value, l: null, h: null, r: false }; }
    return {
      v: value,
      l: a.l === null || b.h === null ? null : clean(a.l - b.h),
      h: a.h === null || b.l === null ? null : clean(a.h - b.l),
      r: false
    };
  }
  function negated(q) {
    function other(value) { return value === null ? null : -value; }
    return { v: other(q.v), l: other(q.h), h: other(q.l), r: q.r };
  }
  function even(value) {
    var floor = Math.floor(value), rest = value - floor;
    return rest < 0.5 ? floor : rest > 0.5 ? floor + 1 : floor % 2 ? floor + 1 : floor;
  }
  function ten(power) { return Number("1e" + power); }
  function isMultiple(value, step) { return Math.abs(value / step - even(value / step)) < 1e-9; }
  function stepOf(value, digits) { return value === 0 ? 1 : ten(Math.floor(Math.log10(Math.abs(value))) - digits + 1); }
  function isUsd(unit) { return unit.indexOf("usd") === 0; }
  function isChange(unit) { return unit.indexOf("share_change") === 0; }
  function defaultStep(value, unit) {
    if (isChange(unit)) { return Math.abs(value) < 0.1 ? 0.0001 : 0.001; }
    if (unit === "share") { return Math.abs(value) >= 10 || isMultiple(value, 0.01) ? 0.01 : Math.min(0.001, stepOf(value, 3)); }
    if (value !== Math.trunc(value) || (isUsd(unit) && Math.abs(value) >= 1e6)) { return Math.min(stepOf(value, 3), 1e6); }
    var step = 1;
    while (Math.abs(value) >= 1e6 && step < 1e6 && isMultiple(value, 10 * step)) { step *= 10; }
    return step;
  }
  function stepWithin(value, width) {
    var step = ten(even(Math.log10(width)));
    return even(value / step) && Math.abs(even(value / step) * step - value) <= width ? step : step / 10;
  }
  function decimal(value, step) {
    var places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    var parts = nearest(value, step).toFixed(places).split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, data.marks[0]);
    return parts.join(data.marks[1]);
  }
  function scaled(value, step) {
    if (Math.abs(value) < 1e6 || step < 1e3) { return decimal(value, step); }
    var millions = decimal(value / 1e6, step / 1e6);
    return put(millions === "1" ? words.one_million : words.million, { number: millions });
  }
  function formatNumber(value, unit, step) {
    if (unit === "share") { return decimal(value * 100, step * 100) + data.marks[2]; }
    if (isChange(unit)) {
      var bare = unit.slice(-4) === "bare";
      var points = { sign: value < 0 ? "−" : "", number: decimal(Math.abs(value) * 100, step * 100) };
      return put(bare ? "{sign}{number}" : words.points, points);
    }
    if (isUsd(unit)) { return put(value >= 0 ? words.usd : words.minus_usd, { number: scaled(Math.abs(value), step) }); }
    return scaled(value, step);
  }
  function nearest(value, step) { return Math.sign(value) * Math.floor(Math.abs(value) / step + 0.5 + 1e-9) * step; }
  function bound(value, unit) {
    var step = defaultStep(value, unit), rounded = nearest(value, step);
    while (unit === "share" && Math.abs(value - 1) > 1e-9 && Math.abs(rounded - 1) < 1e-9) {
      step /= 10;
      rounded = nearest(value, step);
    }
    return [rounded, step];
  }
  function trimmed(numbers, step) {
    while (numbers.some(Boolean) && numbers.every((number) => isMultiple(number, 10 * step))) { step *= 10; }
    return step;
  }
  function scaleOf(value, unit) { return unit.indexOf("share") === 0 ? 0.01 : Math.abs(value) >= 1e6 ? 1e6 : 1; }
  /* As language.formats: both ends of a range have the same decimals. */
  function rangeEnds(q, unit) {
    var bounds = [q.l, q.h], own = bounds.map((each) => bound(each, unit)).map((found) => [found[0], trimmed([found[0]], found[1])]);
    var scale = scaleOf(own[0][0], unit), coarsest = unit === "share" ? scale / 10 : scale;
    if (String(own[0]) === String(own[1]) || scale !== scaleOf(own[1][0], unit) || own.every((end) => end[1] >= scale)) { return own; }
    var steps = bounds.filter(Boolean).map((each) => isChange(unit) ? defaultStep(each, unit) : Math.min(stepOf(each, 3), coarsest));
    var step = Math.max(...steps), ends = bounds.map((each) => nearest(each, step));
    var isLost = ends.some((end, place) => bounds[place] && (
      end === 0 || (unit === "share" && Math.abs(end - 1) < 1e-9 && Math.abs(bounds[place] - 1) > 1e-9)
    ));
    if (ends[0] === ends[1] || isLost) { return own; }
    step = trimmed(ends, step);
    return ends.map((end) => [end, step]);
  }
  function qualified(message, number) { return put(message, { number: number, share: number }); }
  function formatQuantity(q, unit) {
    var found, told = unit === "share" ? words.qualified_share : words.qualified;
    if (isMissing(q)) { return words.missing; }
    if (q.r || (q.l === null && q.h === null)) {
      found = [q.v, q.v === Math.trunc(q.v) ? defaultStep(q.v, unit) : stepOf(q.v, 2)];
      return qualified(told.about, formatNumber(found[0], unit, found[1]));
    }
    if (q.h === null || q.l === null) {
      found = bound(q.h === null ? q.l : q.h, unit);
      if (q.h === null && found[0] === 0) { return qualified(words.or_more, formatNumber(0, unit, found[1])); }
      return qualified(q.h === null ? told.at_least : told.at_most, formatNumber(found[0], unit, found[1]));
    }
    if (q.l !== q.h && q.v === null) {
      var bare = unit === "share_change" ? "share_change_bare" : unit;
      var [low, high] = rangeEnds(q, unit), first = formatNumber(low[0], bare, low[1]), last = formatNumber(high[0], unit, high[1]);
      return first === formatNumber(high[0], bare, high[1]) ? last : put(words.range, { low: first, high: last });
    }
    if (q.l === q.h) { return formatNumber(q.v, unit, defaultStep(q.v, unit)); }
    var step = stepWithin(q.v, q.h - q.l);
    return formatNumber(q.v, unit, unit === "share_change" ? step / 10 : step);
  }
  /* As comparison.change_text. */
  function changeText(q, unit) {
    unit = unit === "share" ? "share_change" : unit;
    if (q.v === 0) { return words.same; }
    if ((q.l !== null && q.l >= 0) || (q.r && q.v > 0)) { return put(words.more, { number: formatQuantity(q, unit) }); }
    if ((q.h !== null && q.h <= 0) || q.r) { return put(words.less, { number: formatQuantity(negated(q), unit) }); }
    if (q.l !== null && q.h !== null) { return formatQuantity({ v: null, l: q.l, h: q.h, r: false }, unit); }
    if (q.v === null) { return words.unknown; }
    var size = Math.abs(q.v);
    return put(words.between, { number: formatQuantity({ v: size, l: size, h: size, r: false }, unit) });
  }
  /* As comparability.obstacle: 0 differs from none, 1 and 2 are not stated, 2 agrees with 2. */
  function obstacle(one, other) {
    var kind = data.kinds[one[0]];
    for (var i = 1; i < one.length; i += 1) {
      var a = one[i], b = other[i];
      if (a === b && a !== 1) { continue; }
      if (a === 1 || b === 1 || a === 2 || b === 2) { return kind[i - 1] + "?"; }
      if (a && b) { return kind[i - 1]; }
    }
    return "";
  }
  function isIfMonthly(one, other) {
    var i = data.kinds[one[0]].indexOf("basis") + 1;
    return i > 0 && one[i] === 2 && other[i] === 2;
  }
  /* As comparison.compare for one measure: text, and whether it is a reason. */
  function said(before, after) {
    if (!before || !after) { return [(before || after).measure.indexOf("sector.") ? words.only_one : words.not_listed, true]; }
    if (isMissing(before.q) || isMissing(after.q)) { return [words.not_reported, true]; }
    var reason = before.terms[0] === after.terms[0] ? obstacle(before.terms, after.terms) : "count";
    if (reason) { return [data.reasons[reason], true]; }
    var change = minus(after.q, before.q);
    if (after.measure.indexOf("derived.") === 0 && !change.r && (change.l === null || change.h === null)) { change.v = null; }
    var text = changeText(change, after.unit);
    return [isIfMonthly(before.terms, after.terms) ? put(words.if_monthly, { change: text }) : text, false];
  }

  function facts(report) {
    if (!report.facts) {
      var shape = data.shapes[report.shape], numbers = report.numbers.split(",");
      report.facts = new Map();
      numbers.forEach(function (text, i) {
        if (shape.length <= 5 * i) { return; }
        report.facts.set(data.measures[shape[5 * i]], {
          measure: data.measures[shape[5 * i]],
          terms: data.terms[shape[5 * i + 1]],
          label: data.labels[shape[5 * i + 2]],
          also: data.also[shape[5 * i + 2]],
          unit: data.units[shape[5 * i + 3]],
          at: data.rows[shape[5 * i + 4]],
          q: quantity(text)
        });
      });
    }
    return report.facts;
  }
  function monthsOf(day) { return data.months[day.slice(5) - 1]; }
  function read() {
    var content = JSON.parse(by("r4v-data").textContent);
    data = content;
    words = content.words;
    content.places.forEach(function (place) { place.key = place[0] + (place[2] ? "_" + place[2] : ""); });
    var seen = new Map();
    content.reports = content.reports.map(function (cells, i) {
      var place = content.places[cells[1]], row = by(cells[0]);
      return {
        id: cells[0], place: place.key, name: place[1] + (place[2] ? " (" + place[2] + ")" : ""), isRegion: place[3],
        start: cells[2], end: cells[3], period: row.querySelector("b").textContent, shape: cells[4], numbers: cells[5], row: row,
        also: [place[4], content.titles[i]].concat(monthsOf(cells[2]), monthsOf(cells[3])).join(" ")
      };
    });
    content.reports.forEach(function (item) {
      var key = item.place + item.period;
      seen.set(key, (seen.get(key) || []).concat([item]));
    });
    seen.forEach(function (items) { /* a reissue is told apart by its id */
      if (items.length > 1) { items.forEach(function (item) { item.period += " (" + item.id + ")"; }); }
    });
  }

  /* The reports, folded by country. */
  var countries = list(document.querySelectorAll(".r4v-country"));
  var year = by("r4v-year"), analysis = by("r4v-analysis"), text = by("r4v-text"), count = by("r4v-count");

  function folded(value) { return value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  /* What is sought of a text: its words, ids and numbers as they are written, without small words. */
  function typed(value) {
    return (value.match(/([\p{L}\p{M}\p{N}_]*\p{N}[-.,](?=\p{N}))*[\p{L}\p{M}\p{N}_]+/gu) || []).filter(function (word) {
      return !/^(de|del|el|las?|los|en|y|a|por|of|the|in|and|on|to|by)$/.test(folded(word));
    });
  }
  function parts(value) { return typed(value).map(folded); }
  /* What a report is found by: country, months, title, questions of its pages and what it prints, in every language; ids and codes. */
  function told(report) {
    if (!report.text) {
      var country = report.row.closest(".r4v-country"), name = country.querySelector("h3").textContent, found = [name, country.id];
      list(report.row.querySelectorAll(".r4v-pages, b, p:first-child small")).forEach(function (part) { found.push(part.textContent); });
      list(report.row.querySelectorAll("[data-q]")).forEach(function (page) { found.push(data.questions[page.dataset.q]); });
      facts(report).forEach(function (fact) { if (!isMissing(fact.q) && fact.measure.indexOf("derived.")) { found.push(fact.label, fact.also); } });
      report.text = folded(found.concat(report.id, report.also).join(" "));
    }
    return report.text;
  }
  /* A word that is a country's code is nothing else: "per" begins "personas" too. */
  function says(report, sought) {
    return sought.every(function (word) {
      var isCode = data.places.some(function (place) { return folded(place[0]) === word; });
      return isCode ? folded(report.id).indexOf(word) === 0 : told(report).indexOf(word) >= 0;
    });
  }
  function fits(report) {
    if (year.value && (report.start.slice(0, 4) > year.value || report.end.slice(0, 4) < year.value)) { return false; }
    if (analysis.value && !report.row.querySelector("[data-q='" + analysis.value + "']")) { return false; }
    return says(report, parts(text.value));
  }
  /* How many letters to change, or to swap with the next one, to make one word of another. */
  function apart(one, other) {
    var rows = [], i, j;
    for (i = 0; i <= one.length; i += 1) {
      rows.push([i]);
      for (j = 1; j <= other.length; j += 1) {
        rows[i][j] = i ? Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] !== other[j - 1])) : j;
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[one.length][other.length];
  }
  function names() {
    var found = new Set();
    data.places.forEach(function (place) { ((place[1] + " " + place[4]).match(/\p{Lu}[\p{L}-]+/gu) || []).forEach(found.add, found); });
    data.months.forEach(function (month) { month.forEach(found.add, found); });
    Object.values(data.questions).forEach(function (titles) { typed(titles).forEach(found.add, found); });
    data.reports.forEach(function (report) { found.add(report.end.slice(0, 4)); });
    return list(found);
  }
  /* What was typed with the first word that no report has made the nearest name, month or year; empty: none is near. */
  function mended() {
    var whole = typed(text.value), sought = whole.map(folded);
    function isKnown(word) { return data.reports.some(function (report) { return says(report, [word]); }); }
    var place = sought.findIndex(function (word) { return !isKnown(word); }), best = "", least;
    if (place < 0) { return ""; }
    var wrong = sought[place];
    names().forEach(function (name) {
      var right = folded(name), away = Math.min(apart(wrong, right), apart(wrong, right.slice(0, wrong.length)));
      if (isKnown(right) && away <= wrong.length / 3 && (least === undefined || away < least)) {
        least = away;
        best = name;
      }
    });
    whole[place] = best;
    return best && whole.join(" ");
  }
  function filter() {
    var shown = 0, isChoice = Boolean(year.value || analysis.value || typed(text.value).length);
    data.reports.forEach(function (report) {
      var is = fits(report);
      report.row.hidden = !is;
      shown += is ? 1 : 0;
    });
    list(document.querySelectorAll(".r4v-year")).forEach(function (part) { part.hidden = !part.querySelector("li[id]:not([hidden])"); });
    countries.forEach(function (country) {
      country.hidden = !country.querySelector("li[id]:not([hidden])");
      country.querySelector("details").open = isChoice && !country.hidden;
    });
    var message = shown === data.reports.length ? count.dataset.all : shown ? count.dataset.some : count.dataset.none;
    count.textContent = put(message, { shown: shown, count: data.reports.length });
    var nearer = shown ? "" : mended();
    if (nearer) {
      count.textContent = count.dataset.near + " ";
      count.appendChild(make("button", nearer, { type: "button" })).addEventListener("click", function () {
        text.value = nearer;
        filter();
        write();
        text.focus();
      });
    }
  }

  /* The comparison. */
  var mode = by("r4v-mode"), place = by("r4v-place"), before = by("r4v-before"), after = by("r4v-after");
  var period = by("r4v-period"), result = by("r4v-result"), compared = by("r4v-compared"), isChosen = false;

  function hasNumbers(report) { return data.shapes[report.shape].length > 0; }
  function ofPlace(key) {
    return data.reports.filter(function (report) { return report.place === key && hasNumbers(report); }).reverse();
  }
  function report(id) { return data.reports.find(function (item) { return item.id === id; }); }
  function periods() {
    var found = new Map();
    data.reports.filter(hasNumbers).forEach(function (item) {
      var key = item.start + "_" + item.end;
      found.set(key, (found.get(key) || []).concat([item]));
    });
    return list(found).filter(function (entry) { return entry[1].length > 1; });
  }
  function grid(caption, names, groups) {
    var region = make("div", "", { "class": "r4v-scroll", tabindex: "0", role: "region", "aria-label": caption });
    var found = make("table"), head = make("tr");
    found.appendChild(make("caption", caption));
    names.forEach(function (name, i) {
      var cell = make("th", name.text || name, { scope: "col" });
      if (i && i < names.length - 1) { cell.className = "num"; }
      if (name.links) { cell.appendChild(name.links); }
      head.appendChild(cell);
    });
    found.appendChild(make("thead")).appendChild(head);
    groups.filter(function (group) { return group.rows.length; }).forEach(function (group) {
      var body = found.appendChild(make("tbody"));
      if (group.name) {
        body.appendChild(make("tr")).appendChild(make("th", group.name, { scope: "rowgroup", colspan: names.length }));
      }
      group.rows.forEach(function (cells) {
        var row = body.appendChild(make("tr"));
        cells.forEach(function (cell, i) {
          var said = cell.text === undefined ? cell : cell.text;
          var made = row.appendChild(make(i ? "td" : "th", cell.href ? "" : said, i ? {} : { scope: "row" }));
          if (cell.href) { made.appendChild(make("a", said, { "class": "r4v-num", href: cell.href })); }
          if (i && i < cells.length - 1) {
            made.className = "num";
            made.dataset.of = names[i].text || names[i];
          }
          if (cell.isReason) { made.className = "why"; }
          if (cell.code) { made.append(" ", make("code", cell.code)); }
        });
      });
    });
    region.appendChild(found);
    var frame = make("div", "", { "class": "r4v-table" });
    frame.appendChild(region);
    return frame;
  }
  function links(item) {
    var found = make("span", "", { "class": "r4v-links" });
    list(item.row.querySelectorAll("[data-q] a")).forEach(function (link) { found.append(link.cloneNode(true), " "); });
    return found;
  }
  function shown(fact) { return fact ? formatQuantity(fact.q, fact.unit) : "–"; }
  /* As index_data.row_address. */
  function numbered(item, fact) {
    var page = fact && !isMissing(fact.q) && fact.at[1] && list(item.row.querySelectorAll("li a")).find(function (link) {
      return (fact.at[0] ? [fact.at[0]] : data.pages).some(function (name) {
        return link.getAttribute("href").indexOf(item.id + "/" + name + ".") === 0;
      });
    });
    return { text: shown(fact), href: page ? page.getAttribute("href") + "#src-" + item.id + "-" + fact.at[1] : "" };
  }
  function isNamed(fact) { return /^(header|derived|sector)\./.test(fact.measure); }
  function two(one, other) {
    var earlier = facts(one), later = facts(other), groups = [], single = [];
    var names = list(later.keys()).concat(list(earlier.keys()).filter(function (name) { return !later.has(name); }));
    names.sort(function (a, b) { return rank(a) - rank(b); });
    ["header.", "derived.", "sector.", ""].forEach(function (start, k) {
      groups.push({ name: [words.header, words.derived, words.sectors, words.text][k], rows: [] });
      names.forEach(function (name) {
        var a = earlier.get(name), b = later.get(name), fact = b || a;
        if (k < 3 ? name.indexOf(start) : isNamed(fact)) { return; }
        if (a && b && isMissing(a.q) && isMissing(b.q)) { return; }
        var answer = said(a, b), label = isNamed(fact) ? fact.label : { text: fact.label, code: name };
        if (k && (!a || !b)) {
          if (!isMissing(fact.q)) { single.push([label, numbered(a ? one : other, fact), (a ? one : other).period]); }
          return;
        }
        groups[k].rows.push([label, numbered(one, a), numbered(other, b), { text: answer[0], isReason: answer[1] }]);
      });
    });
    var caption = put(words.pair, { country: other.name, before: one.period, after: other.period });
    result.textContent = "";
    if (groups.some(function (group) { return group.rows.length; })) {
      var heads = [words.measure, { text: one.period, links: links(one) }, { text: other.period, links: links(other) }, words.change];
      result.appendChild(grid(caption, heads, groups));
    } else { result.appendChild(make("p", words.nothing)); }
    if (single.length) {
      var folded = result.appendChild(make("details"));
      folded.appendChild(make("summary", put(words.own_numbers, { count: single.length })));
      folded.appendChild(grid(words.own_caption, [words.measure, words.number, words.report], [{ rows: single }]));
    }
    return caption;
  }
  function several(items) {
    var names = [], groups = [words.header, words.derived, words.sectors].map(function (name) { return { name: name, rows: [] }; });
    items.forEach(function (item) {
      facts(item).forEach(function (fact, name) {
        if (isNamed(fact) && !isMissing(fact.q) && names.indexOf(name) < 0) { names.push(name); }
      });
    });
    names.sort(function (a, b) { return rank(a) - rank(b); });
    names.forEach(function (name) {
      var found = items.map(function (item) { return facts(item).get(name); });
      var known = found.filter(function (fact) { return fact && !isMissing(fact.q); });
      var reason = known.length < 2 ? words.only_one_country : "";
      known.forEach(function (a, i) {
        known.slice(i + 1).forEach(function (b) { reason = reason || data.reasons[obstacle(a.terms, b.terms)] || ""; });
      });
      var cells = [known[0].label].concat(found.map(function (fact, i) { return numbered(items[i], fact); }));
      groups[["header", "derived", "sector"].indexOf(name.split(".")[0])].rows.push(cells.concat([{ text: reason || words.comparable, isReason: !!reason }]));
    });
    var caption = put(words.period, { period: items[0].period });
    var heads = items.map(function (item) { return { text: item.name, links: links(item) }; });
    result.textContent = "";
    result.appendChild(grid(caption, [words.measure].concat(heads, [words.can]), groups));
    if (items.some(function (item) { return item.isRegion; })) { result.appendChild(make("p", words.region, { "class": "r4v-note" })); }
    return caption;
  }
  function rank(name) {
    if (name.indexOf("header.") === 0) { return HEADLINES.indexOf(name.slice(7)); }
    return HEADLINES.length + (name.indexOf("derived.") ? 1 : 0);
  }
  /* As comparison.earlier. */
  function earlierOf(items) {
    var own = list(facts(items[items.length - 1]).keys()), past = items.slice(0, -1).reverse();
    return past.find(function (item) {
      return own.some(function (name) { return name.indexOf("header.") === 0 && facts(item).has(name); });
    }) || past[0];
  }
  function fill(first, second) {
    var items = ofPlace(place.value), pairs = items.map(function (item) { return [item.id, item.period]; });
    choices(before, pairs, first || earlierOf(items).id);
    choices(after, pairs, second || pairs[pairs.length - 1][0]);
  }
  function compare() {
    var isTwo = mode.value === "two", caption;
    list(document.querySelectorAll(".r4v-choice > p[class]")).forEach(function (part) {
      part.hidden = part.className !== mode.value;
    });
    if (isTwo) {
      var pair = [report(before.value), report(after.value)];
      if (pair[0] === pair[1]) {
        result.textContent = compared.textContent = words.same_report;
        return;
      }
      pair.sort(function (a, b) { return a.end + a.start < b.end + b.start ? -1 : 1; });
      caption = two(pair[0], pair[1]);
    } else {
      caption = several(periods().find(function (entry) { return entry[0] === period.value; })[1]);
    }
    if (isChosen) { compared.textContent = put(words.compared, { what: caption }); }
  }
  function comparable() {
    var counts = new Map(), names = new Map(), shared = periods();
    data.reports.filter(hasNumbers).forEach(function (item) {
      counts.set(item.place, (counts.get(item.place) || 0) + 1);
      names.set(item.place, item.name);
    });
    var places = list(names).filter(function (entry) { return counts.get(entry[0]) > 1; });
    if (!places.length) { return false; }
    places.sort(function (a, b) { return a[1].localeCompare(b[1]); });
    choices(place, places, most(counts));
    choices(period, shared.map(function (entry) {
      return [entry[0], put(words.period_of, { period: entry[1][0].period, count: entry[1].length })];
    }));
    if (!shared.length) { mode.options[1].disabled = true; }
    fill();
    function changed() { isChosen = true; compare(); write(); }
    place.addEventListener("change", function () { fill(); changed(); });
    [mode, before, after, period].forEach(function (control) { control.addEventListener("change", changed); });
    by("r4v-pairs").hidden = true;
    document.querySelector(".r4v-choice").hidden = false;
    return true;
  }
  function most(counts) {
    return list(counts).reduce(function (best, entry) { return entry[1] > best[1] ? entry : best; })[0];
  }

  /* What is chosen stands in the address, so that it can be sent. */
  function write() {
    var state = new URLSearchParams();
    [["year", year.value], ["analysis", analysis.value], ["text", text.value.trim()]].forEach(function (pair) {
      if (pair[1]) { state.set(pair[0], pair[1]); }
    });
    if (isChosen) {
      if (mode.value === "two") { state.set("compare", before.value + "," + after.value); } else { state.set("period", period.value); }
    }
    var hash = String(state).replace(/%2C/g, ",");
    try { history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search); } catch (error) { /* the address stays */ }
  }
  function choose(select, value) {
    select.value = value || "";
    if (select.selectedIndex < 0) { select.selectedIndex = 0; }
  }
  function restore() {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf("=") < 0) {
      var found = by(decodeURIComponent(hash)), folder = found && (found.querySelector(":scope > details") || found.closest("details"));
      if (folder) {
        folder.open = true;
        found.scrollIntoView();
      }
      return;
    }
    var state = new URLSearchParams(hash), country = by(state.get("country") || "");
    choose(year, state.get("year"));
    choose(analysis, state.get("analysis"));
    text.value = state.get("text") || (country ? country.querySelector("h3").textContent : "");
    filter();
    if (!canCompare) { return; }
    var pair = (state.get("compare") || "").split(",").map(report);
    if (pair[0] && pair[1] && pair[0].place === pair[1].place) {
      mode.value = "two";
      place.value = pair[0].place;
      fill(pair[0].id, pair[1].id);
      isChosen = true;
    } else if (periods().some(function (entry) { return entry[0] === state.get("period"); })) {
      mode.value = "one";
      period.value = state.get("period");
      isChosen = true;
    }
    compare();
    if (isChosen && !text.value) { by("compare").scrollIntoView(); }
  }

  /* All numbers as CSV, made when they are asked for. */
  function take() {
    var link = by("r4v-take");
    link.parentNode.hidden = false;
    link.href = "#r4v-take";
    link.addEventListener("click", function () {
      var lines = [["report_id", "measure", "label", "value", "low", "high", "unit"]];
      data.reports.forEach(function (item) {
        facts(item).forEach(function (fact) {
          lines.push([item.id, fact.measure, fact.label, fact.q.v, fact.q.l, fact.q.h, fact.unit]);
        });
      });
      var csv = lines.map(function (cells) { return cells.map(quoted).join(","); }).join("\n") + "\n";
      link.href = URL.createObjectURL(new Blob(["\ufeff" + csv], { type: "text/csv" }));
    });
  }
  function quoted(cell) {
    var told = cell === null || cell === undefined ? "" : String(cell);
    if (typeof cell === "string" && /^[=+\-@\t\r]/.test(told)) { told = "'" + told; }
    return /[",\n]/.test(told) ? '"' + told.replace(/"/g, '""') + '"' : told;
  }

  var canCompare = false;
  function start() {
    performance.mark("r4v-start");
    read();
    canCompare = comparable();
    [year, analysis].forEach(function (control) {
      control.addEventListener("change", function () { filter(); write(); });
    });
    text.addEventListener("input", function () { filter(); write(); });
    by("r4v-clear").addEventListener("click", function () {
      [year, analysis, text].forEach(function (control) { control.value = ""; });
      filter();
      write();
      text.focus();
    });
    take();
    document.querySelectorAll(".r4v-filters, .r4v-bar li").forEach(function (part) { part.hidden = false; });
    restore();
    addEventListener("hashchange", restore);
    document.documentElement.dataset.index = "ready";
  }
  requestAnimationFrame(function () { setTimeout(start, 0); });
})();
