/** The twelve keys. */

import { el } from "./dom.js";
import { say } from "./words.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const LIT_MS = 160;

export const isKey = (key) => KEYS.includes(key);

export class Keypad {
  constructor(press) {
    this.buttons = new Map(KEYS.map((key) => [key, this.button(key, press)]));
    this.element = el("div", { class: "keypad", role: "group" }, ...this.buttons.values());
    this.speakWords();
  }

  button(key, press) {
    const label = el("b", { text: key });
    return el("button", { type: "button", class: "key", onclick: () => press(key) }, label, el("small", { "aria-hidden": "true", text: LETTERS[key] ?? "\u00a0" }));
  }

  speakWords() {
    this.element.setAttribute("aria-label", say("keypad"));
    for (const [key, button] of this.buttons) button.setAttribute("aria-label", say("key", { key }));
  }

  /** Show that a key was pressed elsewhere, on the keyboard. */
  light(key) {
    const button = this.buttons.get(key);
    button?.classList.add("lit");
    setTimeout(() => button?.classList.remove("lit"), LIT_MS);
  }
}
