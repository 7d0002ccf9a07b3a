// A desk at a browser says every few seconds that it is still there: whose browser is gone is offered nothing.
// A worker keeps the time, as browsers slow down the clocks of pages nobody looks at.

import { ask, Refusal } from "../acts.js";

const standing = () => document.getElementById("standing").dataset;

function beat() {
  const { agent, presence, endpoint, reason } = standing();
  if (endpoint !== "browser" || presence === "logged_out") return;
  const wanted = { state: presence, heartbeat: true, ...(reason && presence === "not_ready" ? { reason } : {}) };
  ask("PUT", `/api/v1/agents/${agent}/presence`, wanted, null).catch((trouble) => {
    if (trouble instanceof Refusal) console.warn(trouble.message); // the next one may be taken
  });
}

if (standing().endpoint === "browser") {
  new Worker(new URL("./pulse.js", import.meta.url)).onmessage = beat;
  beat();
}
