// The floor: dialogs take their subject from the button that opened them; who listens at a browser is put through by it.

import "./fresh.js";
import { ask, say } from "../acts.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) return open(opener);
  event.target.closest("[data-closes]")?.closest("dialog").close();
});

function open(opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  const form = dialog.querySelector("form");
  form.dataset.pattern ||= form.dataset.act;
  form.dataset.act = form.dataset.pattern.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(opener.dataset[name]));
  const of = dialog.querySelector("[data-of]");
  if (of) of.textContent = opener.dataset.name;
  dialog.querySelector("[data-problem]").textContent = "";
  dialog.showModal();
}

document.addEventListener("acted", (event) => {
  event.target.closest("dialog")?.close();
  if (event.target.dataset?.listens === "browser") comesIn(event.target.dataset.me);
});

// Somebody who listens at their browser finds the way in offered to them, and takes it: they asked for it.
const LOOKS = 30;
async function comesIn(me) {
  for (let look = 0; look < LOOKS; look += 1) {
    const held = await ask("GET", `/api/v1/agents/${me}/reservations`);
    const way = held.items.find((one) => one.call.startsWith("LI"));
    if (way) return takes(way.id, me);
    await new Promise((later) => setTimeout(later, 500));
  }
}

async function takes(reservation, me) {
  try {
    const { phone } = await import("../phone/adapter.js");
    if (phone.state === "away") await phone.start({ agent: me, language: document.documentElement.lang });
    await phone.accept(reservation);
  } catch (trouble) {
    say(trouble.message, "wrong");
  }
}
