// One stream of events for the page. Each event names a topic; parts of the page that show it are fetched again:
// <section hx-get="/desk/parts/ring" hx-trigger="live:offer from:body, repaint from:body">.
// While the stream is away the page says so and asks by itself, so a lost stream costs seconds and no more.

import { repaint } from "./acts.js";

const ASKED_EVERY_MS = 5000;
const AT_MOST_EVERY_MS = 150; // several events at once paint a part once
let asking = null;
const waiting = new Map();

export function listen(address) {
  const stream = new EventSource(address, { withCredentials: true });
  stream.onopen = () => found(true);
  stream.onerror = () => found(false);
  stream.onmessage = (event) => heard(JSON.parse(event.data));
  addEventListener("pagehide", () => stream.close());
  return stream;
}

function found(there) {
  document.body.toggleAttribute("data-stale", !there);
  if (there) {
    clearInterval(asking);
    asking = null;
    repaint(); // what happened meanwhile
  } else asking ??= setInterval(repaint, ASKED_EVERY_MS);
}

function heard(event) {
  document.body.dispatchEvent(new CustomEvent("heard", { detail: event }));
  if (waiting.has(event.topic)) return;
  const paint = () => {
    waiting.delete(event.topic);
    document.body.dispatchEvent(new CustomEvent(`live:${event.topic}`, { detail: event }));
  };
  waiting.set(event.topic, setTimeout(paint, waiting.size ? AT_MOST_EVERY_MS : 0));
}

if (document.body.dataset.live) listen(document.body.dataset.live);
