/** The bar above everything: time, trouble, language, colours, sound. */

import { button, el, icon, put } from "./dom.js";
import { keep, kept } from "./kept.js";
import { notice } from "./notices.js";
import { isMuted, mute, wakeSound } from "./sounds.js";
import { clockTime, dayAndTime, networkNow, nextHoliday, nextSunday, span, timeIs } from "./time.js";
import { ask, attempt, tell } from "./wire.js";
import { say, speak, speaks, translatePage, whenSpoken } from "./words.js";

const SECOND_MS = 1000;
const LEAPS = [["leap_10", () => ({ leap_seconds: 600 })], ["leap_60", () => ({ leap_seconds: 3600 })], ["leap_holiday", () => ({ to: nextHoliday() })], ["leap_sunday", () => ({ to: nextSunday() })]];
const FURTHEST_MINUTES = 24 * 60;
const STEP_MINUTES = 10;
const TROUBLES = {
  kind_callback: [{ kind: "callback_lost" }, { kind: "callback_doubled" }, { kind: "callback_swapped" }, { kind: "callback_delayed", seconds: 10 }],
  kind_webhook: [{ kind: "webhook_unreachable" }, { kind: "webhook_slow", seconds: 5 }, { kind: "webhook_lost" }, { kind: "webhook_doubled" }],
  kind_rest: [{ kind: "refuse_with_500" }, { kind: "create_then_500" }, { kind: "create_then_hang", seconds: 30 }, { kind: "too_many_requests" }, { kind: "unavailable" }],
  kind_line: [{ kind: "queue_full" }, { kind: "network_down", seconds: 10 }],
};

export class Top {
  constructor(place) {
    this.place = place;
    this.dark = kept("dark", null);
    this.away = el("p", { class: "away", role: "alert", hidden: true });
    this.colours();
    whenSpoken(() => this.build());
    setInterval(() => this.tick(), SECOND_MS);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.build());
    ask("clock").then((told) => {
      timeIs(told.now, told.speed);
      this.tick();
    }, () => {});
  }

  build() {
    translatePage();
    put(this.away, say("away_banner"));
    this.clock = el("span", { class: "clock-face" });
    const time = this.opener("clock", "time-panel", say("time"), this.clock);
    const trouble = this.opener("storm", "trouble-panel", say("trouble"), el("span", { class: "wide-only", text: say("trouble") }));
    trouble.addEventListener("click", () => this.listTrouble());
    const brand = el("div", { class: "brand" }, icon("call"), el("h1", { text: say("brand") }), el("p", { text: say("tagline") }));
    this.place.replaceChildren(brand, el("div", { class: "tools" }, time, trouble, this.languages(), this.theme(), this.sound()), this.away, this.timePanel(), this.troublePanel());
    this.tick();
  }

  opener(sign, panel, label, content) {
    return el("button", { type: "button", class: `tool ${sign}`, popovertarget: panel, "aria-label": label, title: label }, icon(sign), content);
  }

  linked(works) {
    if (this.away.hidden !== works) this.away.hidden = works;
  }

  tick() {
    put(this.clock, clockTime(networkNow()));
    if (this.slider) this.slides();
  }

  languages() {
    const made = ["tr", "en"].map((language) => el("button", { type: "button", lang: language, "aria-pressed": String(speaks() === language), onclick: () => this.speak(language), text: language.toUpperCase(), "aria-label": { tr: "Türkçe", en: "English" }[language] }));
    return el("div", { class: "languages", role: "group", "aria-label": say("language") }, ...made);
  }

  speak(language) {
    speak(language);
    this.place.querySelector(`.languages [lang="${language}"]`).focus();
  }

  isDark() {
    return this.dark ?? matchMedia("(prefers-color-scheme: dark)").matches;
  }

  colours() {
    document.documentElement.dataset.theme = this.isDark() ? "dark" : "light";
  }

  theme() {
    this.colours();
    const dark = this.isDark();
    const change = () => {
      this.dark = !dark;
      keep("dark", this.dark);
      this.build();
      this.place.querySelector(".theme").focus();
    };
    return button(dark ? "sun" : "moon", "", change, { class: "tool theme", label: say(dark ? "theme_light" : "theme_dark") });
  }

  sound() {
    const change = () => {
      wakeSound();
      mute(!isMuted());
      this.build();
      this.place.querySelector(".sound").focus();
    };
    return button(isMuted() ? "mute" : "sound", "", change, { class: "tool sound", label: say(isMuted() ? "unmute" : "mute"), "aria-pressed": String(isMuted()) });
  }

  timePanel() {
    const leaps = LEAPS.map(([name, wanted]) => button(null, say(name), () => this.leap(wanted()), { class: "deed", data: { leap: name } }));
    this.slider = el("input", { type: "range", id: "leap-by", min: "0", max: String(FURTHEST_MINUTES), step: String(STEP_MINUTES), value: "60", oninput: () => this.slides() });
    this.reaches = el("output", { for: "leap-by" });
    const go = button(null, say("leap_go"), () => this.leap({ leap_seconds: Number(this.slider.value) * 60 }), { class: "deed answer" });
    const slider = el("div", { class: "slider" }, el("label", { for: "leap-by", text: say("leap_by") }), this.slider, this.reaches, go);
    return el("div", { id: "time-panel", popover: "auto", class: "panel", role: "dialog", "aria-label": say("time") }, el("h2", { text: say("time_now") }), el("p", { class: "hint", text: say("time_hint") }), el("div", { class: "leaps" }, ...leaps), slider);
  }

  slides() {
    const minutes = Number(this.slider.value);
    const words = say("leap_to", { span: span(minutes), when: dayAndTime(networkNow() + minutes * 60_000) });
    put(this.reaches, words);
    if (this.slider.getAttribute("aria-valuetext") !== words) this.slider.setAttribute("aria-valuetext", words);
  }

  async leap(wanted) {
    const told = await attempt(tell("clock", wanted));
    if (!told) return;
    timeIs(told.now, told.speed);
    this.tick();
    notice(say("leapt", { when: dayAndTime(networkNow()) }));
  }

  troublePanel() {
    this.coming = el("ul", { class: "coming", "aria-label": say("trouble_coming") });
    const groups = Object.entries(TROUBLES).map(([title, faults]) => {
      const buttons = faults.map((fault) => button(null, say(fault.kind), () => this.troubles(fault), { class: "deed", data: { fault: fault.kind } }));
      return el("div", { class: "group" }, el("h3", { text: say(title) }), ...buttons);
    });
    const off = button("close", say("trouble_clear"), () => this.callOff(), { class: "deed" });
    return el("div", { id: "trouble-panel", popover: "auto", class: "panel", role: "dialog", "aria-label": say("trouble") }, el("h2", { text: say("trouble_title") }), el("p", { class: "hint", text: say("trouble_hint") }), this.coming, el("div", { class: "troubles" }, ...groups), off);
  }

  async troubles(fault) {
    if (await attempt(tell("faults", fault))) notice(say("trouble_set", { what: say(fault.kind) }), "warning");
    this.listTrouble();
  }

  async callOff() {
    await attempt(tell("faults/none"));
    this.listTrouble();
  }

  async listTrouble() {
    const told = await ask("faults").catch(() => ({ faults: [] }));
    const rows = told.faults.map((fault) => el("li", { text: `${say(fault.kind)}${fault.times > 1 ? ` ×${fault.times}` : ""}` }));
    this.coming.replaceChildren(...(rows.length ? rows : [el("li", { class: "hint", text: say("trouble_none") })]));
  }
}
