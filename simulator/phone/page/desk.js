/** All telephones in hand, side by side, and the place to take more. */

import { button, el } from "./dom.js";
import { HandsetCard } from "./handset.js";
import { isKey } from "./keypad.js";
import { keep, kept } from "./kept.js";
import { wakeSound } from "./sounds.js";
import { Talk } from "./talk.js";
import { ask, attempt, tell } from "./wire.js";
import { say, speaks, whenSpoken } from "./words.js";

const TICK_MS = 250;
const SUGGESTIONS_EVERY_MS = 10_000;
const TYPING = "input, textarea, select, [contenteditable]";

export class Desk {
  constructor(place) {
    this.place = place;
    this.cards = new Map();
    this.numbers = [];
    this.suggested = { callers: [], called: [] };
    this.ear = kept("ear", null);
    this.talk = new Talk(() => this.cards.forEach((card) => card.tick()));
    this.row = el("div", { class: "row-of-phones" });
    this.shelf = el("section", { class: "shelf" });
    place.append(this.row, this.shelf);
    whenSpoken(() => this.speakWords());
    setInterval(() => this.cards.forEach((card) => card.tick()), TICK_MS);
    setInterval(() => this.looksAround(), SUGGESTIONS_EVERY_MS);
    document.addEventListener("keydown", (event) => this.typed(event));
    this.looksAround();
  }

  speakWords() {
    this.cards.forEach((card) => card.speakWords());
    this.drawShelf();
  }

  async looksAround() {
    const told = await ask("suggestions").catch(() => null);
    if (!told || JSON.stringify(told) === this.known) return;
    this.known = JSON.stringify(told);
    this.numbers = told.numbers;
    this.suggested = told;
    this.cards.forEach((card) => card.listsNumbers());
    this.drawShelf();
  }

  /** Every telephone in hand, as the simulator tells it. */
  update(handsets) {
    const before = [...this.cards.keys()].join();
    const held = new Set(handsets.map((one) => one.number));
    for (const number of this.cards.keys()) if (!held.has(number)) this.forget(number);
    for (const told of handsets) {
      const card = this.cards.get(told.number);
      if (card) card.update(told);
      else this.adds(told);
    }
    if (before !== [...this.cards.keys()].join()) this.drawShelf();
    this.speaksAtEar();
  }

  speaksAtEar() {
    const card = this.cards.get(this.ear);
    this.talk.follows(card?.takesKeys() ? this.ear : null);
  }

  adds(told) {
    const card = new HandsetCard(told, this);
    this.cards.set(told.number, card);
    this.row.append(card.element);
    return card;
  }

  forget(number) {
    this.cards.get(number)?.leaves();
    this.cards.delete(number);
    this.drawShelf();
    this.shelf.querySelector("summary, button")?.focus({ preventScroll: true });
  }

  listenTo(number) {
    wakeSound();
    this.ear = number;
    keep("ear", number);
    this.speaksAtEar();
    this.cards.forEach((card) => {
      card.tick();
      card.sounds();
    });
  }

  typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !isKey(event.key) || event.target.closest(TYPING)) return;
    const here = event.target.closest(".handset");
    const card = here ? this.cards.get(here.dataset.number) : null;
    if (!card?.takesKeys()) return;
    event.preventDefault();
    card.press(event.key);
  }

  async take(number, name) {
    wakeSound();
    const told = await attempt(tell("handsets", { number, name }));
    if (!told) return;
    const card = this.cards.get(number) ?? this.adds(told);
    this.drawShelf(false);
    card.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    card.takesFocus();
  }

  /** The shelf: wide open and explaining itself while no phone is in hand, a drawer afterwards. */
  drawShelf(open = this.shelf.querySelector("details")?.open) {
    const first = this.cards.size === 0;
    this.place.classList.toggle("empty", first);
    const focused = this.shelf.contains(document.activeElement) && document.activeElement.dataset.take;
    const choices = el("div", { class: "choices" }, this.group("callers", "take_caller"), this.group("called", "take_called"), this.byHand());
    this.shelf.replaceChildren(...(first ? [welcome(), this.missing(), choices] : [drawer(choices, open), this.missing()]).filter(Boolean));
    if (focused) [...this.shelf.querySelectorAll("[data-take]")].find((each) => each.dataset.take === focused)?.focus();
  }

  group(list, title) {
    const rows = this.suggested[list].filter((one) => !this.cards.has(one.number)).map((one) => this.choice(one, list));
    const hint = list === "called" ? el("p", { class: "hint", text: say(this.suggested.called.length ? "called_hint" : "nobody_called") }) : null;
    return el("div", { class: "group" }, el("h3", { text: say(title) }), hint, el("ul", {}, ...rows));
  }

  /** Somebody suggested: “Mehmet, a returning customer” is Mehmet, and the rest is about him. */
  choice(one, list) {
    const [name, ...about] = (one[speaks()] || one.number).split(", ");
    const act = () => this.take(one.number, name);
    const made = button(list === "called" ? "ear" : "call", "", act, { class: "choice", data: { take: one.number } });
    made.append(el("span", { class: "choice-name", text: name }), el("span", { class: "number", text: [...about, one.number === name ? "" : one.number].filter(Boolean).join("\n") }));
    return el("li", {}, made);
  }

  byHand() {
    const number = el("input", { type: "text", maxlength: "80", required: true, autocomplete: "off", inputmode: "tel", "aria-label": say("own_number"), placeholder: say("own_number_hint") });
    const taking = (event) => {
      event.preventDefault();
      const typed = number.value.trim();
      if (typed) this.take(/^[+\d][\d\s()-]*$/.test(typed) ? typed.replace(/[\s()-]/g, "") : typed, "");
    };
    return el("form", { class: "by-hand group", onsubmit: taking }, el("h3", { text: say("own_number") }), el("div", { class: "pair" }, number, button("plus", say("take"), null, { type: "submit", class: "deed" })));
  }

  missing() {
    if (!this.known || this.numbers.length) return null;
    return el("p", { class: "missing", text: say("no_number") });
  }
}

function welcome() {
  const steps = ["step_1", "step_2", "step_3"].map((step) => el("li", { text: say(step) }));
  return el("div", { class: "welcome" }, el("h2", { text: say("welcome") }), el("p", { text: say("welcome_how") }), el("ol", { class: "steps" }, ...steps));
}

function drawer(choices, open) {
  return el("details", { class: "drawer", open: Boolean(open) }, el("summary", { text: say("take_more") }), choices);
}
