/** The page: telephones on the left, what goes over the wire on the right. */

import { Desk } from "./desk.js";
import { el } from "./dom.js";
import { follow } from "./events.js";
import { Inspector } from "./inspector.js";
import { wakeSound } from "./sounds.js";
import { Top } from "./top.js";
import { say, whenSpoken } from "./words.js";

const top = new Top(document.getElementById("top"));
const desk = new Desk(document.getElementById("phones"));
const inspector = new Inspector(document.getElementById("inspector"));

/** On a narrow screen one of the two is seen at a time. */
function tabs() {
  const shown = document.body.dataset.view ?? "phones";
  const made = ["phones", "inspector"].map((view) => el("button", { type: "button", "aria-pressed": String(view === shown), text: say(view), onclick: () => look(view) }));
  document.getElementById("tabs").replaceChildren(...made);
}

function look(view) {
  document.body.dataset.view = view;
  tabs();
  document.querySelector(`#tabs [aria-pressed="true"]`).focus();
}

document.body.dataset.view = "phones";
whenSpoken(tabs);
document.addEventListener("pointerdown", wakeSound, { once: true });
document.addEventListener("keydown", wakeSound, { once: true });
follow(
  ({ entries, handsets, fresh }) => {
    desk.update(handsets);
    inspector.take(entries, fresh);
    document.body.dataset.ready = "yes";
  },
  (works) => top.linked(works),
);
