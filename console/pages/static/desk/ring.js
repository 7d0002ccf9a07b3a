// An offer is heard, seen in the tab's name and picture and beside other windows, and its time runs down in a ring.

import { serverNow } from "../timers.js";
import { isTyping } from "../keys.js";
import { say } from "../acts.js";
import { chosen } from "../phone/devices.js";

const COLOURS = { ready: "#1a7a43", offered: "#b3261e", joining: "#b3261e", talking: "#5b4b9a", wrap_up: "#8a5300", away: "#83877e" };
const picture = document.querySelector("link[rel=icon]").href;
const RING_EVERY_MS = 2000;
const name = document.title;
let sound = null;
let ringing = null;
let shown = null;
let notice = null;

const offer = () => document.querySelector("[data-offer]");
const scene = () => (offer() ? "offered" : document.getElementById("work")?.dataset.scene);

function tone(at, hertz) {
  const [source, volume] = [sound.createOscillator(), sound.createGain()];
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.2, at + 0.03);
  volume.gain.linearRampToValueAtTime(0, at + 0.38);
  source.connect(volume).connect(sound.destination);
  source.start(at);
  source.stop(at + 0.4);
}

function ring() {
  if (sound?.state !== "running") return;
  for (const [after, hertz] of [[0, 660], [0.42, 880]]) tone(sound.currentTime + after, hertz);
}

// Browsers let a page be heard once somebody has pressed something on it.
function wake() {
  sound ??= new AudioContext();
  const { ring: speaker = "" } = chosen();
  if (sound.sinkId !== speaker) sound.setSinkId?.(speaker).catch(() => {}); // one that is not plugged in today
  if (sound.state === "suspended") sound.resume();
}
addEventListener("pointerdown", wake);
addEventListener("keydown", wake);

function tell(found) {
  if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
  notice = new Notification(found.querySelector("h2").textContent, { body: found.querySelector(".why").textContent, tag: found.dataset.offer });
  notice.onclick = () => window.focus();
}

// The floor, where nothing is offered, keeps the picture of all pages.
function paintTab() {
  const link = document.querySelector("link[rel=icon]");
  const address = scene() ? drawn(COLOURS[scene()]) : picture;
  if (link.href !== address) link.href = address;
}

function drawn(colour) {
  const circle = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(circle)}`;
}

function begins(found) {
  shown = found.dataset.offer;
  ring();
  ringing = setInterval(ring, RING_EVERY_MS);
  tell(found);
  const answer = found.querySelector("[data-phone=accept]");
  if (answer && !isTyping(document.activeElement) && !document.querySelector("dialog[open]")) answer.focus();
}

function ends() {
  shown = null;
  clearInterval(ringing);
  notice?.close();
  notice = null;
  document.title = name;
}

function look() {
  paintTab();
  const found = offer();
  if (shown && found?.dataset.offer !== shown) ends();
  if (found && !shown) begins(found);
  if (found) count(found);
}

function count(found) {
  const left = Math.max(0, (Date.parse(found.dataset.ends) - serverNow()) / 1000);
  const share = Math.min(100, (100 * left) / Number(found.dataset.whole));
  found.querySelector("circle.left").setAttribute("stroke-dasharray", `${share} 100`);
  document.title = Math.ceil(left) % 2 ? `☎ ${found.dataset.name}` : name;
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("button")?.dataset.sound !== "try") return;
  wake();
  ring();
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  say(event.target.closest("button").dataset.works);
});

look();
setInterval(look, 250);
document.body.addEventListener("htmx:afterSettle", look);
