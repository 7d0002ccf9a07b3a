// The buttons that need the telephone of this page: answer, mute, keys, end. Which telephone that is, `phone` knows.

import { say, repaint } from "../acts.js";

const kind = document.querySelector('meta[name="phone"]').content;
const device = document.getElementById("device");

async function take() {
  const { phone } = await import("../phone/adapter.js");
  phone.addEventListener("state", () => mutes(phone.muted));
  await phone.start({ agent: device.dataset.agent });
  return phone;
}

const held = kind === "none" ? null : take().catch(() => null);

const DOES = {
  accept: (phone, button) => phone.accept(button.dataset.reservation),
  end: (phone) => phone.end(),
  digit: (phone, button) => phone.digits(button.dataset.digit),
  mute: (phone) => phone.mute(!phone.muted),
};

function mutes(muted) {
  document.querySelector("[data-phone=mute]")?.setAttribute("aria-pressed", String(muted));
}

// What the server paints knows nothing of the microphone.
document.body.addEventListener("htmx:afterSettle", async () => mutes((await held)?.muted ?? false));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-phone]");
  if (!button || button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const phone = await held;
    if (!phone) throw new Error("no telephone");
    await DOES[button.dataset.phone](phone, button);
    if (button.dataset.phone !== "digit" && button.dataset.phone !== "mute") repaint();
  } catch (trouble) {
    say(device.dataset[trouble.why] ?? device.dataset.refuses, "wrong");
  } finally {
    button.removeAttribute("aria-busy");
  }
});
