/** Everything that goes over the wire, newest first; filtered, searched, opened, sent again. */

import { button, el, put, show } from "./dom.js";
import { details } from "./details.js";
import { keep, kept } from "./kept.js";
import { KIND_NAMES, Records, outcome } from "./records.js";
import { clockTime } from "./time.js";
import { verbs } from "./twiml.js";
import { say, whenSpoken } from "./words.js";

const ROWS_AT_ONCE = 250;
const SEARCH_AFTER_MS = 120;
const LONGEST_PATH = 44;
const ARROWS = { webhook: "→", callback: "⇢", rest: "⇐", looks: "⇠", line: "·", speech: "“", message: "✉", wrong: "!" };
const USUAL_KINDS = ["webhook", "callback", "rest", "line", "message", "wrong"];
const TELLING = ["Digits", "SpeechResult", "QueueResult", "DialCallStatus", "StatusCallbackEvent", "ParticipantLabel", "RecordingStatus", "MessageStatus", "ErrorCode"];

export class Inspector {
  constructor(place) {
    this.place = place;
    this.records = new Records();
    this.rows = new Map();
    this.open = new Set();
    this.kinds = new Set(kept("kinds", USUAL_KINDS));
    this.most = ROWS_AT_ONCE;
    this.leg = "";
    this.sought = "";
    this.paused = null;
    whenSpoken(() => this.build());
  }

  build() {
    this.list = el("ol", { class: "records" });
    this.empty = el("div", { class: "nothing" });
    this.count = el("span", { class: "count", role: "status" });
    this.older = button(null, "", () => this.showOlder(), { class: "older", hidden: true });
    this.place.replaceChildren(this.top(), this.empty, this.list, this.older);
    this.listLegs();
    this.draw();
  }

  top() {
    this.search = el("input", { type: "search", "aria-label": say("search_label"), placeholder: say("search"), value: this.sought, oninput: () => this.seek() });
    this.calls = el("select", { "aria-label": say("which_call"), onchange: () => this.only(this.calls.value) });
    this.pauseButton = button(this.paused ? "play" : "pause", "", () => this.pause(), { class: "quiet", label: say(this.paused ? "resume" : "pause"), "aria-pressed": String(Boolean(this.paused)) });
    const bin = button("bin", "", () => this.clear(), { class: "quiet", label: say("clear") });
    const save = el("a", { class: "quiet save", href: "/_sim/transcript?format=html", download: "transcript.html", text: say("save") });
    const chips = KIND_NAMES.map((kind) => this.chip(kind));
    return el(
      "div",
      { class: "inspector-top" },
      el("div", { class: "title-row" }, el("h2", { text: say("inspector") }), this.count, save, this.pauseButton, bin),
      el("div", { class: "search-row" }, this.search, this.calls),
      el("div", { class: "chips", role: "group", "aria-label": say("kinds") }, ...chips),
    );
  }

  chip(kind) {
    const toggled = () => {
      if (!this.kinds.delete(kind)) this.kinds.add(kind);
      keep("kinds", [...this.kinds]);
      made.setAttribute("aria-pressed", String(this.kinds.has(kind)));
      this.draw();
    };
    const made = el("button", { type: "button", class: `chip ${kind}`, "aria-pressed": String(this.kinds.has(kind)), onclick: toggled }, el("i", { "aria-hidden": "true", text: ARROWS[kind] }), say(`kind_${kind}`));
    return made;
  }

  take(entries, fresh) {
    if (fresh) this.forget();
    if (this.paused) {
      this.paused.push(...entries);
      this.counts();
      return;
    }
    if (!entries.length && !fresh) return;
    const legs = this.records.legs.size;
    const { added, changed } = this.records.take(entries);
    if (this.records.legs.size !== legs) this.listLegs();
    changed.forEach((record) => this.redraw(record));
    this.addRows(added.filter((record) => this.fits(record)));
    this.counts();
  }

  forget() {
    this.records = new Records();
    this.open.clear();
    if (this.paused) this.paused = [];
    this.draw();
    this.listLegs();
  }

  clear() {
    this.records.clear();
    this.open.clear();
    this.draw();
  }

  pause() {
    const waiting = this.paused;
    this.paused = waiting ? null : [];
    this.build();
    this.pauseButton.focus();
    if (waiting) this.take(waiting, false);
  }

  seek() {
    clearTimeout(this.seeking);
    this.seeking = setTimeout(() => {
      this.sought = this.search.value;
      this.draw();
    }, SEARCH_AFTER_MS);
  }

  only(leg) {
    this.leg = leg;
    this.calls.value = leg;
    this.draw();
  }

  fits(record) {
    if (!this.kinds.has(record.kind) || (this.leg && record.leg !== this.leg)) return false;
    return this.sought.trim() === "" || record.found.includes(this.sought.trim().toLocaleLowerCase("tr"));
  }

  /** All of it anew: after another filter, another language. */
  draw() {
    this.most = ROWS_AT_ONCE;
    this.rows.clear();
    this.list.replaceChildren();
    this.addRows(this.fitting().slice(-this.most));
    this.counts();
  }

  fitting() {
    return this.records.all.filter((record) => this.fits(record));
  }

  /** Newest on top, and no more rows than a browser likes. */
  addRows(records) {
    const fresh = records.slice(-this.most).map((record) => this.row(record)).reverse();
    this.list.prepend(...fresh);
    while (this.list.children.length > this.most) {
      this.rows.delete(Number(this.list.lastChild.dataset.seq));
      this.list.lastChild.remove();
    }
  }

  showOlder() {
    const all = this.fitting();
    const end = Math.max(0, all.length - this.list.children.length);
    const older = all.slice(Math.max(0, end - ROWS_AT_ONCE), end);
    this.most += ROWS_AT_ONCE;
    this.list.append(...older.map((record) => this.row(record)).reverse());
    this.counts();
  }

  row(record) {
    const made = el("li", { class: `record ${record.kind} ${outcome(record)}`, data: { seq: record.seq, kind: record.kind } });
    this.rows.set(record.seq, made);
    this.fill(made, record);
    return made;
  }

  redraw(record) {
    const made = this.rows.get(record.seq);
    if (!made) return;
    const focused = made.contains(document.activeElement) ? document.activeElement.className : null;
    made.className = `record ${record.kind} ${outcome(record)}`;
    this.fill(made, record);
    if (focused) [...made.querySelectorAll("button")].find((each) => each.className === focused)?.focus({ preventScroll: true });
  }

  fill(made, record) {
    const opened = this.open.has(record.seq);
    const toggle = () => {
      if (!this.open.delete(record.seq)) this.open.add(record.seq);
      this.redraw(record);
      if (this.open.has(record.seq)) comesIntoView(made);
    };
    const head = el("button", { type: "button", class: "head", "aria-expanded": String(opened), onclick: toggle }, ...headline(record));
    made.replaceChildren(...[head, opened ? details(record) : null].filter(Boolean));
  }

  listLegs() {
    const known = [...this.records.legs.values()].reverse();
    const options = known.map((leg) => el("option", { value: leg.sid, text: `${clockTime(Date.parse(leg.at))} ${leg.name} · ${leg.sid.slice(0, 6)}…` }));
    this.calls.replaceChildren(el("option", { value: "", text: say("all_calls") }), ...options);
    this.calls.value = known.some((leg) => leg.sid === this.leg) ? this.leg : (this.leg = "");
  }

  counts() {
    const all = this.records.all.length;
    const shown = this.list.children.length;
    const fitting = shown < this.most ? shown : this.fitting().length;
    put(this.count, this.paused?.length ? say("paused", { count: this.paused.length }) : all ? say("shown", { shown: fitting, all }) : "");
    put(this.older, say("older", { count: fitting - shown }));
    show(this.older, fitting > shown);
    show(this.empty, shown === 0);
    if (shown === 0) this.empty.replaceChildren(...(all ? [el("p", { text: say("inspector_filtered") })] : [el("h3", { text: say("inspector_empty") }), el("p", { text: say("inspector_teach") })]));
  }
}

/** An opened row whose details run off below goes up as far as it can. */
function comesIntoView(row) {
  if (row.getBoundingClientRect().bottom > innerHeight) row.scrollIntoView({ block: "start" });
}

function headline(record) {
  const result = resultOf(record);
  return [
    el("time", { text: clockTime(record.at) }),
    el("i", { class: "arrow", "aria-hidden": "true", text: ARROWS[record.kind] }),
    el("span", { class: "visually-hidden", text: `${say(`kind_${record.kind}`)}:` }),
    el("span", { class: "what" }, el("span", { class: "title", text: title(record) }), el("span", { class: "more", text: more(record) })),
    el("span", { class: "result" }, result.status ? el("b", { text: result.status }) : null, result.ms ? el("small", { text: result.ms }) : null),
  ];
}

function title(record) {
  const { entry } = record;
  if (record.kind === "webhook" || record.kind === "callback") return `${entry.data.method === "GET" ? "GET " : ""}${pathOf(entry.data.url)}`;
  if (record.kind === "rest" || record.kind === "looks") return `${entry.data.method} ${shortened(entry.data.path ?? "")}`;
  return `${record.name} ${shortened(entry.text)}`.trim();
}

function more(record) {
  const { data } = record.entry;
  if (record.kind === "webhook" || record.kind === "callback") {
    const told = TELLING.filter((name) => data.params?.[name]).map((name) => data.params[name]);
    const answered = record.kind === "webhook" ? verbs(record.answers.at(-1)?.body ?? "") : "";
    return [record.name, told.join(" ") || data.params?.CallStatus, answered && `← ${answered}`].filter(Boolean).join(" · ");
  }
  if (record.kind === "rest" || record.kind === "looks") return ["To", "Status", "Url", "Body"].filter((name) => data.form?.[name]).map((name) => (name === "Url" ? pathOf(data.form[name]) : data.form[name])).join(" ");
  return "";
}

function resultOf(record) {
  const { data } = record.entry;
  if (record.kind === "rest" || record.kind === "looks") return { status: String(data.status ?? ""), ms: data.seconds === undefined ? "" : say("ms", { ms: Math.round(data.seconds * 1000) }) };
  if (record.kind === "wrong" && data.code) return { status: String(data.code) };
  if (!record.request) return {};
  const last = record.answers.at(-1);
  if (!last) return { status: "…" };
  const tries = record.answers.length > 1 ? ` ×${record.answers.length}` : "";
  return { status: `${last.status ?? "✕"}${tries}`, ms: say("ms", { ms: Math.round(last.seconds * 1000) }) };
}

/** Path and question of a URL; a question too long for a row is left to the details. */
function pathOf(url) {
  try {
    const read = new URL(url);
    const path = shortened(read.pathname);
    return path.length + read.search.length <= LONGEST_PATH ? path + read.search : path;
  } catch {
    return url;
  }
}

/** Ids by their beginnings: enough to follow one. */
const shortened = (text) =>
  text
    .replace(/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}\b/g, "$1…")
    .replace(/\b([0-9a-f]{6})[0-9a-f]{26}\b/g, "$1…")
    .replace(/\.json$/, "");
