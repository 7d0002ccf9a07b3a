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
const LOOKS = 40;
const EVERY_MS = 500;
const CONNECTS_MS = 10000;
const later = (ms) => new Promise((then) => setTimeout(then, ms));

async function comesIn(me) {
  try {
    const { phone } = await import("../phone/adapter.js");
    await phone.start({ agent: me });
    for (let look = 0; look < LOOKS; look += 1) {
      const held = await ask("GET", `/api/v1/agents/${encodeURIComponent(me)}/reservations`);
      const way = held.items.find((one) => one.call.startsWith("LI"));
      if (way && (await isReady(phone))) return await phone.accept(way.id);
      await later(EVERY_MS);
    }
  } catch (trouble) {
    say(trouble.message, "wrong");
  }
}

async function isReady(phone) {
  const until = performance.now() + CONNECTS_MS;
  while (phone.state !== "ready" && performance.now() < until) await later(EVERY_MS / 5);
  return phone.state === "ready";
}
