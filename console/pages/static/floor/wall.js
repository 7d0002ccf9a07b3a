// A screen on a wall: asks when something happens, and every few seconds in any case. It needs nobody to look after it:
// after an outage it comes back by itself.

import { isFresh } from "./fresh.js";

const IN_ANY_CASE_MS = 4000;
const AT_MOST_EVERY_MS = 1000;
const GIVES_UP_MS = 8000;
const MOVES_MS = 60000; // so that nothing burns into the screen
const { live, address } = document.body.dataset;
let asked = 0;
let waiting = null;

async function ask() {
  waiting = null;
  asked = performance.now();
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(GIVES_UP_MS) });
    if (!answer.ok) return;
    document.getElementById("now").innerHTML = await answer.text();
    isFresh();
  } catch {
    // it is grey soon, and asks again
  }
}

function soon() {
  waiting ??= setTimeout(ask, Math.max(0, asked + AT_MOST_EVERY_MS - performance.now()));
}

new EventSource(live).onmessage = soon;
setInterval(() => performance.now() - asked >= IN_ANY_CASE_MS && soon(), 500);
setInterval(() => (document.body.dataset.place = (Number(document.body.dataset.place || 0) + 1) % 4), MOVES_MS);
