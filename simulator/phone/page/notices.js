/** Short sentences at the bottom that go away by themselves. */

import { button, el } from "./dom.js";
import { say } from "./words.js";

const STAYS_MS = 6000;
const MOST = 4;

export function notice(text, kind = "fine") {
  const place = document.getElementById("notices");
  const shown = el("div", { class: `notice ${kind}` }, el("p", { text }));
  shown.append(button("close", "", () => shown.remove(), { class: "quiet", label: say("close") }));
  place.append(shown);
  while (place.children.length > MOST) place.firstChild.remove();
  setTimeout(() => shown.remove(), STAYS_MS);
}
