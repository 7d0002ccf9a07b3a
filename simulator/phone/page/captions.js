/** What is said on one line, as it is said. */

import { el, put } from "./dom.js";
import { networkNow, realMs } from "./time.js";
import { say } from "./words.js";

const MOST_LINES = 120;
const NEAR_END_PX = 60;
const HOLD_MUSIC = /^(hold|music)/i; // files people name so, played to whoever is not in a queue

export class Captions {
  constructor(name) {
    this.name = name;
    this.lines = new Map();
    this.list = el("ol", { class: "captions", role: "log", "aria-live": "polite", tabindex: "0" });
    this.speakWords();
  }

  speakWords() {
    this.list.setAttribute("aria-label", say("captions", { name: this.name }));
  }

  clear() {
    this.lines.clear();
    this.list.replaceChildren();
  }

  /** Everything heard and done on the call so far; only what is new is added. */
  update(heard, own) {
    const near = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END_PX;
    const all = [
      ...heard.filter(isWords).map((one) => ({ key: `h${one.id}`, at: Date.parse(one.started_at), one, make: heardLine })),
      ...own.map((one, index) => ({ key: `o${index}`, at: Date.parse(one.at), one, make: ownLine })),
    ].sort((a, b) => a.at - b.at);
    let added = false;
    for (const { key, one, make } of all.slice(-MOST_LINES)) {
      const known = this.lines.get(key);
      if (!known) {
        const line = make(one);
        this.lines.set(key, line);
        this.list.append(line);
        added = true;
      } else if (one.cut_at && !known.classList.contains("cut")) cut(known);
    }
    while (this.list.children.length > MOST_LINES) this.list.firstChild.remove();
    if (added && near) requestAnimationFrame(() => this.list.scrollTo(0, this.list.scrollHeight));
  }
}

const isWords = (one) => one.kind === "say" || one.kind === "voice";

function heardLine(one) {
  const words = el("p", { class: "words", lang: one.language || null, text: one.text, dir: "auto" });
  const other = one.kind === "voice";
  const line = el("li", { class: other ? "heard voice" : "heard" }, el("span", { class: "who", text: other ? one.who : say("ivr") }), words);
  if (one.cut_at) cut(line);
  else progress(line, one);
  return line;
}

/** A thin bar runs along under the words for as long as they are being said. */
function progress(line, one) {
  const gone = networkNow() - Date.parse(one.started_at);
  const left = one.seconds * 1000 - gone;
  if (left <= 0) return;
  const bar = el("span", { class: "spoken", "aria-hidden": "true" });
  bar.style.animationDuration = `${realMs(one.seconds * 1000)}ms`;
  bar.style.animationDelay = `${-realMs(Math.max(0, gone))}ms`;
  line.append(bar);
}

function cut(line) {
  line.classList.add("cut");
  line.querySelector(".spoken")?.remove();
  line.append(el("span", { class: "mark", text: say("cut") }));
}

function ownLine(one) {
  if (one.kind === "keys") {
    const line = el("li", { class: "own keys" }, el("span", { class: "who", text: say("you") }));
    const keys = el("span", { class: "pressed" }, ...[...one.text].map((key) => el("kbd", { text: key })));
    line.append(keys);
    return line;
  }
  return el("li", { class: "own speech" }, el("span", { class: "who", text: say("you") }), el("p", { class: "words", text: one.text, dir: "auto" }));
}

/** The sign of what is playing now, if it is not words: music, silence, a tone. */
export class Playing {
  constructor() {
    const bars = el("span", { class: "bars", "aria-hidden": "true" }, el("i"), el("i"), el("i"), el("i"));
    this.words = el("span");
    this.element = el("p", { class: "playing", hidden: true }, bars, this.words);
  }

  /** Shows it, and returns whether music is playing; what plays while somebody `waits` is hold music. */
  update(one, waits) {
    const playing = Boolean(one) && one.kind === "play";
    this.element.hidden = !playing && one?.kind !== "silence";
    this.element.classList.toggle("still", !playing);
    if (one) put(this.words, playing ? what(one.text, waits) : say("silence"));
    this.words.title = playing ? fileOf(one.text) : "";
    return playing;
  }
}

/** Music by what it is; its file is in the title, for whoever wants to know. */
function what(text, waits) {
  const file = fileOf(text);
  return waits || !file || HOLD_MUSIC.test(file) ? say("music") : say("playing", { what: file });
}

function fileOf(text) {
  const source = text.replace(/^♪\s*/, "");
  return source.includes("/") ? source.split(/[?#]/)[0].split("/").pop() || source : "";
}

/** What is being heard right now, of all that was. */
export function sounding(heard) {
  const now = networkNow();
  return heard.findLast((one) => !one.cut_at && Date.parse(one.started_at) + one.seconds * 1000 > now) ?? null;
}
