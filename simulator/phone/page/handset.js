/** One telephone in hand: its screen, its keys, and what can be done with it now. */

import { Captions, Playing, sounding } from "./captions.js";
import { button, el, put, show } from "./dom.js";
import { Keypad } from "./keypad.js";
import { notice } from "./notices.js";
import { hush, keyTone, music, ring, ringback, speech, wakeSound } from "./sounds.js";
import { length, networkNow } from "./time.js";
import { attempt, ask, line, tell } from "./wire.js";
import { say, speaks } from "./words.js";

const LOOK_AGAIN_MS = 300;
const SWITCHBOARD = "☎";
const wanted = new URLSearchParams(location.search).get("to"); // the number somebody was sent here to call

export class HandsetCard {
  /** `desk` knows which numbers can be called, which phone is at the ear, and what to do with a changed telephone. */
  constructor(told, desk) {
    this.number = told.number;
    this.desk = desk;
    this.told = told;
    this.build();
    this.update(told);
  }

  build() {
    const { name } = this.told;
    this.captions = new Captions(name);
    this.playing = new Playing();
    this.keypad = new Keypad((key) => this.press(key));
    this.element = el("article", { class: "handset", tabindex: "-1", "aria-label": name, data: { number: this.number } });
    this.element.append(this.head(), this.screen(), this.incoming(), this.dialling(), this.talking());
  }

  /** All of it again in the other language, with what was on it. */
  speakWords() {
    this.captions = null;
    this.element.replaceChildren();
    this.captions = new Captions(this.told.name);
    this.playing = new Playing();
    this.keypad = new Keypad((key) => this.press(key));
    this.element.append(this.head(), this.screen(), this.incoming(), this.dialling(), this.talking());
    this.update(this.told);
  }

  head() {
    const { name } = this.told;
    const face = el("span", { class: "face", "aria-hidden": "true", text: initials(name, this.number) });
    face.dataset.hue = hue(this.number);
    this.state = el("span", { class: "state" });
    this.timer = el("time", { class: "timer", "aria-label": say("timer") });
    this.ear = button("ear", "", () => this.desk.listenTo(this.number), { class: "quiet ear", label: say("hear", { name }) });
    const away = button("close", "", () => this.putBack(), { class: "quiet", label: say("put_back", { name }) });
    const names = el("div", { class: "names" }, el("h2", { text: name }), el("p", { class: "number", text: this.number === name ? "" : this.number }));
    return el("header", {}, face, names, this.ear, away);
  }

  screen() {
    this.about = el("span", { class: "about" });
    this.wanted = el("p", { class: "wanted", hidden: true });
    this.hint = el("p", { class: "hint", text: say("nothing_yet"), hidden: true });
    const status = el("p", { class: "status", role: "status" }, this.state, this.about, this.timer);
    return el("div", { class: "screen" }, status, this.captions.list, this.hint, this.playing.element, this.wanted);
  }

  incoming() {
    const deed = (what, sign, body) => button(sign, say(what), () => this.does(what, body), { class: `deed ${what}` });
    this.answerButton = deed("answer", "call");
    this.ringing = el(
      "div",
      { class: "incoming", hidden: true },
      el("div", { class: "pair" }, this.answerButton, deed("reject", "end")),
      el("div", { class: "pair small" }, deed("busy", "busy"), deed("voicemail", "mail", () => ({ greeting: say("greeting") })), deed("ignore", "quiet")),
    );
    return this.ringing;
  }

  dialling() {
    this.to = el("select", { "aria-label": say("call_whom") });
    this.callButton = button("call", say("call"), null, { type: "submit", class: "deed answer" });
    this.dial = el("form", { class: "dial", onsubmit: (event) => this.calls(event) }, this.to, this.callButton);
    return this.dial;
  }

  talking() {
    this.words = el("input", { type: "text", maxlength: "500", autocomplete: "off", placeholder: say("speech_hint"), "aria-label": say("speech") });
    const speaks = button("say", say("speak"), null, { type: "submit", class: "deed" });
    const form = el("form", { class: "say-form", onsubmit: (event) => this.says(event) }, this.words, speaks);
    const ends = button("end", say("hang_up"), () => this.does("hang_up"), { class: "deed reject" });
    const drops = button("drop", say("drop"), () => this.does("drop"), { class: "deed drop", title: say("drop_hint") });
    this.voice = button("microphone", say("microphone_on"), () => this.desk.talk.turns(!this.desk.talk.speaks), { class: "deed own-voice", hidden: true });
    this.line = el("div", { class: "on-line", hidden: true }, this.voice, this.keypad.element, form, el("div", { class: "pair" }, ends, drops));
    return this.line;
  }

  update(told) {
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const before = this.told;
    if (told.leg?.sid !== this.shownCall) this.captions.clear();
    this.shownCall = told.leg?.sid;
    this.told = told;
    this.element.dataset.state = told.state;
    this.element.classList.toggle("ignored", told.ignored);
    put(this.state, say(`state_${told.state}`));
    put(this.about, about(told));
    this.showsParts(told);
    this.captions.update(told.heard, told.own);
    this.tick();
    this.sounds(before);
    if (focused && !focused.checkVisibility()) this.takesFocus();
  }

  showsParts(told) {
    show(this.dial, told.state === "idle");
    show(this.ringing, told.state === "ringing" && !told.ignored);
    show(this.line, told.state === "talking" || told.state === "calling");
    const live = told.state === "talking" || told.state === "calling";
    show(this.hint, live && this.told.heard.length + this.told.own.length === 0);
    const wants = told.listens.length === 2 ? "both_wanted" : told.listens[0] === "keys" ? "keys_wanted" : "speech_wanted";
    show(this.wanted, told.listens.length > 0);
    put(this.wanted, told.listens.length ? say(wants) : "");
    this.listsNumbers();
  }

  listsNumbers() {
    const numbers = this.desk.numbers.filter((one) => one.number !== this.number);
    const key = JSON.stringify(numbers);
    if (this.to.dataset.key === key) return;
    this.to.dataset.key = key;
    this.to.replaceChildren(...numbers.map((one) => el("option", { value: one.number, text: one.name ? `${one.name} · ${one.number}` : one.number })));
    if (numbers.some((one) => one.number === wanted)) this.to.value = wanted;
    this.to.disabled = numbers.length === 0;
    this.callButton.disabled = numbers.length === 0;
  }

  /** Several times a second: what time alone changes. */
  tick() {
    const { leg, state, heard } = this.told;
    const since = leg && state !== "idle" && Date.parse(leg.answered_at ?? leg.started_at);
    put(this.timer, since ? length(networkNow() - since) : "");
    const live = state === "talking" || state === "calling";
    const now = live ? sounding(heard) : null;
    this.musicPlays = this.playing.update(now && (now.kind === "play" || now.kind === "silence") ? now : null, Boolean(leg?.queue || leg?.on_hold));
    this.hasEar = this.desk.ear === this.number;
    this.element.classList.toggle("at-ear", this.hasEar);
    this.ear.setAttribute("aria-pressed", String(this.hasEar));
    this.ownVoice();
    if (live && this.hasEar && this.musicPlays) music(`music ${this.number}`);
    else hush(`music ${this.number}`);
  }

  /** Whoever it talks with hears real sound: so may the human. */
  ownVoice() {
    const { someone, speaks } = this.desk.talk;
    show(this.voice, this.hasEar && Boolean(someone));
    this.voice.setAttribute("aria-pressed", String(speaks));
    put(this.voice.lastElementChild, say(speaks ? "microphone_off" : "microphone_on"));
  }

  sounds() {
    const { state, heard, ignored } = this.told;
    if (state === "ringing" && !ignored) ring(`ring ${this.number}`);
    else hush(`ring ${this.number}`);
    const now = sounding(heard);
    if (state === "calling" && this.hasEar && !now) ringback(`ringback ${this.number}`);
    else hush(`ringback ${this.number}`);
    this.voices(state === "idle" ? null : now);
  }

  /** Says what has just begun to be said; hushes what was cut. */
  voices(now) {
    const words = now && (now.kind === "say" || now.kind === "voice") ? now : null;
    const key = words && this.hasEar ? `${this.shownCall}/${words.id}` : null;
    if (key === this.voiced) return;
    if (!key && this.stillSpeaks()) return;
    this.voiced = key;
    if (!key) hush(`voice ${this.number}`);
    else speech(`voice ${this.number}`, words.text, words.language || (words.kind === "voice" ? speaks() : ""), networkNow() - Date.parse(words.started_at));
  }

  /** A voice slower than the network counts may finish its sentence, unless it was cut short. */
  stillSpeaks() {
    const { state, heard } = this.told;
    const last = heard.findLast((one) => this.voiced === `${this.shownCall}/${one.id}`);
    return state !== "idle" && this.hasEar && Boolean(last) && !last.cut_at;
  }

  /** What had the focus is gone: the next thing to do gets it, or the telephone itself. */
  takesFocus() {
    const next = { ringing: this.answerButton, idle: this.callButton }[this.told.state];
    (next && next.checkVisibility() && !next.disabled ? next : this.element).focus({ preventScroll: true });
  }

  async does(deed, body) {
    wakeSound();
    if (deed === "answer") this.desk.listenTo(this.number);
    const told = await attempt(tell(line(this.number, deed), body?.() ?? {}));
    if (!told) return;
    this.update(told);
    if (deed === "voicemail") notice(say("to_voicemail", { name: told.name }));
    if (deed === "drop") notice(say("dropped"));
    this.looksAgain();
  }

  calls(event) {
    event.preventDefault();
    this.desk.listenTo(this.number);
    this.does("dial", () => ({ to: this.to.value }));
  }

  press(key) {
    wakeSound();
    keyTone(key);
    this.keypad.light(key);
    this.does("keys", () => ({ keys: key }));
  }

  says(event) {
    event.preventDefault();
    const text = this.words.value.trim();
    if (!text) return;
    this.words.value = "";
    this.does("speech", () => ({ text }));
  }

  /** What a key cuts short is cut a blink later. */
  looksAgain() {
    setTimeout(async () => {
      const told = await ask(line(this.number)).catch(() => null);
      if (told) this.update(told);
    }, LOOK_AGAIN_MS);
  }

  async putBack() {
    const done = await attempt(tell(line(this.number), {}, "DELETE"));
    if (done) this.desk.forget(this.number);
  }

  leaves() {
    for (const what of ["ring", "ringback", "voice", "music"]) hush(`${what} ${this.number}`);
    this.element.remove();
  }

  takesKeys() {
    return this.told.state === "talking" || this.told.state === "calling";
  }
}

/** Who is on the other end, or how the last call ended. */
function about(told) {
  const { leg, state } = told;
  if (!leg) return "";
  if (state === "calling") return say("calling", { to: leg.to });
  if (state === "ringing") return told.ignored ? say("ignored") : say("rings_from", { from: leg.from });
  if (state === "talking") return company(leg);
  return told.dropped && !leg.ended_at ? say("dropped") : ending(leg);
}

function company(leg) {
  if (leg.on_hold) return say("on_hold");
  if (leg.company.length) return say("with_party", { who: leg.company.join(", ") });
  return leg.queue ? say("in_queue", { queue: leg.queue }) : leg.direction === "inbound" ? leg.to : leg.from;
}

function ending(leg) {
  if (leg.ended_by === "person") return say("over_person");
  const words = { busy: "over_busy", "no-answer": "over_no_answer", failed: "over_failed", canceled: "over_canceled", completed: "over_completed" };
  return say(words[leg.status] ?? "over_other", { why: leg.status });
}

function initials(name, number) {
  const letters = [...name].filter((letter) => /\p{L}/u.test(letter));
  if (name === number || letters.length === 0) return number === "anonymous" ? "?" : SWITCHBOARD;
  return letters[0].toLocaleUpperCase("tr");
}

/** One of eight colours, always the same for a number. */
function hue(number) {
  return String([...number].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8);
}

