// The buttons that need the telephone of this page: answer, mute, keys, end. Which telephone that is, `phone` knows.

import { say, repaint } from "../acts.js";

const kind = document.querySelector('meta[name="phone"]').content;
const device = document.getElementById("device");

async function take() {
  const { phone } = await import("../phone/adapter.js");
  phone.addEventListener("state", () => shown(phone.state));
  await phone.start({ agent: device.dataset.agent, language: device.dataset.language });
  shown(phone.state);
  return phone;
}

function shown(state) {
  document.body.dataset.phone = state;
  repaint();
}

const held = kind === "none" ? null : take().catch(() => null);

const DOES = {
  accept: (phone, button) => phone.accept(button.dataset.reservation),
  end: (phone) => phone.end(),
  digit: (phone, button) => phone.digits(button.dataset.digit),
  mute: (phone, button) => {
    const muted = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(muted));
    return phone.mute(muted);
  },
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-phone]");
  if (!button || button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const phone = await held;
    if (!phone) throw new Error("no telephone");
    await DOES[button.dataset.phone](phone, button);
    if (button.dataset.phone !== "digit" && button.dataset.phone !== "mute") repaint();
  } catch {
    say(device.dataset.refuses, "wrong");
  } finally {
    button.removeAttribute("aria-busy");
  }
});
