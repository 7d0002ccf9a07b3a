/** The page's own words, in Turkish and English. What is heard on the line is never translated. */

import { keep, kept } from "./kept.js";
import english from "./words/en.js";
import turkish from "./words/tr.js";

const LANGUAGES = { tr: turkish, en: english };
const wanted = new URLSearchParams(location.search).get("lang");
let language = [wanted, kept("language"), navigator.language.slice(0, 2)].find((each) => each in LANGUAGES) || "en";
if (wanted === language) keep("language", language);
const listeners = [];

export const speaks = () => language;

/** The words for a key; `{name}` in them is filled from `values`. */
export function say(key, values = {}) {
  const words = LANGUAGES[language][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function speak(chosen) {
  language = chosen;
  keep("language", chosen);
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
  listeners.forEach((listener) => listener());
}

/** Called whenever the language changes, and once now. */
export function whenSpoken(listener) {
  listeners.push(listener);
  listener();
}

/** What stands in the page itself. */
export function translatePage() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  for (const each of document.querySelectorAll("[data-say-label]")) each.setAttribute("aria-label", say(each.dataset.sayLabel));
}
