// Whether one is heard and hears: a microphone's level, and a sound on each loudspeaker. Nothing leaves the browser.

import { choose, chosen, found } from "./devices.js";
import { chime, levelOf } from "./sounds.js";

const HEARD_FROM = 0.02;
const QUIET_AFTER_MS = 4000;
const page = document.getElementById("device-check");
const meter = document.getElementById("microphone-level");
let stopped = () => {};

async function list() {
  const { microphones, speakers } = await found();
  for (const place of page.querySelectorAll("[data-device]")) {
    const named = place.dataset.device === "microphone" ? microphones : speakers;
    const options = named.filter((one) => one.id).map((one, index) => new Option(one.name || page.dataset.unnamed.replace("{number}", index + 1), one.id));
    place.replaceChildren(place.options[0], ...options);
    place.value = chosen()[place.dataset.device] ?? "";
    if (place.selectedIndex < 0) place.value = "";
  }
}

function tell(what) {
  for (const each of page.querySelectorAll("[data-found]")) each.hidden = each.dataset.found !== what;
}

async function tryMicrophone() {
  stopped();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: chosen().microphone } });
    listen(stream);
    await list(); // names are told only now
  } catch (error) {
    tell(error.name === "NotAllowedError" ? "forbidden" : "missing");
  }
}

function listen(stream) {
  const level = levelOf(stream);
  let heardAt = performance.now();
  const looking = setInterval(() => {
    meter.value = level.now();
    if (meter.value > HEARD_FROM) heardAt = performance.now();
    const quiet = performance.now() - heardAt > QUIET_AFTER_MS;
    if (meter.value > HEARD_FROM || quiet) tell(quiet ? "not_heard" : "heard");
  }, 80);
  stopped = () => {
    clearInterval(looking);
    level.close();
    stream.getTracks().forEach((track) => track.stop());
    meter.value = 0;
  };
}

page.addEventListener("change", ({ target }) => {
  if (!target.dataset.device) return;
  choose({ [target.dataset.device]: target.value });
  if (target.dataset.device === "microphone") tryMicrophone();
  else chime(target.value);
});
page.addEventListener("click", ({ target }) => {
  const what = target.dataset.try;
  if (what === "microphone") tryMicrophone();
  else if (what) chime(chosen()[what]);
});
navigator.mediaDevices?.addEventListener("devicechange", list);
addEventListener("pagehide", () => stopped());
list();
