// One stream of events for the page. Each event names a topic; parts of the page that show it are fetched again:
// <section hx-get="/desk/parts/ring" hx-trigger="live:offer from:body, repaint from:body">.
// A stream that was lost goes on from the last event heard. While it is away the page says so and asks by itself.

import { repaint } from "./acts.js";

const ASKED_EVERY_MS = 5000;
const SILENT_FOR_MS = 25000; // we hear that somebody is there every ten seconds: a line that is silent is dead
const LOOKS_ANYWAY_MS = 60000; // a process that dies between its commit and its word takes the word with it
const COMES_BACK_MS = 3000; // after a refusal; up to twice that, so that a hundred pages do not come at once
const TOGETHER_MS = 20; // what happens at once is told in one breath
const AT_MOST_EVERY_MS = 100;
const REST_MS = { floor: 1000 }; // where something happens all the time
let asking = null;
let last = "";
let soon = null;
let planned = 0;
let fetched = null;
const waiting = new Map();
const painted = new Map();

export function listen(address) {
  let stream = null;
  let silent = null;
  const alive = () => {
    clearTimeout(silent);
    silent = setTimeout(again, SILENT_FOR_MS);
  };
  const open = () => {
    const from = new URL(address, location.href);
    if (last) from.searchParams.set("after", last);
    stream = new EventSource(from, { withCredentials: true });
    stream.onopen = () => (alive(), found(true));
    stream.onerror = () => {
      found(false);
      if (stream.readyState === EventSource.CLOSED) setTimeout(again, COMES_BACK_MS * (1 + Math.random()));
    };
    stream.onmessage = (event) => (alive(), heard(JSON.parse(event.data)));
    stream.addEventListener("alive", alive);
  };
  const leave = () => (clearTimeout(silent), stream.close());
  const again = () => (leave(), found(false), open());
  open();
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && again());
  addEventListener("online", again);
  addEventListener("offline", () => found(false));
}

function found(there) {
  document.body.toggleAttribute("data-stale", !there);
  if (!there) asking ??= setInterval(repaint, ASKED_EVERY_MS * (1 + Math.random() / 4));
  else if (asking) {
    clearInterval(asking);
    asking = null;
    repaint();
  }
}

function heard(event) {
  last = event.id;
  document.body.dispatchEvent(new CustomEvent("heard", { detail: event }));
  if (event.topic === "everything") return repaint(); // more happened than anybody remembers
  waiting.set(event.topic, event);
  plan();
}

const due = (topic) => (painted.get(topic) ?? -Infinity) + (REST_MS[topic] ?? AT_MOST_EVERY_MS);

function plan() {
  if (!waiting.size) return;
  const at = Math.max(performance.now() + TOGETHER_MS, Math.min(...[...waiting.keys()].map(due)));
  if (soon && planned <= at) return;
  clearTimeout(soon);
  planned = at;
  soon = setTimeout(paint, at - performance.now());
}

// Every topic that is due is told; a part that several of them concern is fetched once.
function paint() {
  const now = performance.now();
  soon = null;
  fetched = new Set();
  for (const [topic, event] of [...waiting].filter(([topic]) => due(topic) <= now)) {
    waiting.delete(topic);
    painted.set(topic, now);
    document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { detail: event }));
  }
  fetched = null;
  plan();
}

document.body.addEventListener("htmx:confirm", (event) => {
  if (!fetched) return;
  if (fetched.has(event.target)) event.preventDefault();
  fetched.add(event.target);
});

if (document.body.dataset.live) {
  listen(document.body.dataset.live);
  setInterval(() => asking || repaint(), LOOKS_ANYWAY_MS * (1 + Math.random() / 4));
}
