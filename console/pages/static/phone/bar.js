// The red bar "hat yok", a hint while there is no microphone, and which way the mute button is pressed.

import { phone } from "./adapter.js";

function show() {
  const bar = document.getElementById("phone");
  if (!bar) return;
  for (const each of bar.querySelectorAll("[data-why]")) each.hidden = each.dataset.why !== phone.why;
  bar.hidden = phone.state !== "lost";
  document.getElementById("phone-mute").hidden = phone.heard || !["ready", "in_call"].includes(phone.state);
}

function shown() {
  show();
  for (const button of document.querySelectorAll("[data-phone=mute]")) button.setAttribute("aria-pressed", String(phone.muted));
}

phone.addEventListener("state", shown);
document.body.addEventListener("htmx:afterSettle", shown);
show();
