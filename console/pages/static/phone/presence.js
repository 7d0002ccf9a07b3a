// Whose phone is lost gets no callers: they are not ready, for that reason; and ready again when it is back. The reason
// itself is what is remembered, so whoever has meanwhile gone on a break stays on it. Who talks or wraps up is left alone
// until that is over.

import { ask, repaint } from "../acts.js";

const REASON = "phone_lost";
const at = (agent) => `/api/v1/agents/${encodeURIComponent(agent)}`;

export const withdraw = (agent) => changes(agent, (now) => now.state === "ready", { state: "not_ready", reason: REASON });

export const giveBack = (agent) => changes(agent, (now) => now.reason === REASON, { state: "ready" });

async function changes(agent, wanted, presence) {
  try {
    if (!wanted(await ask("GET", at(agent)))) return;
    await ask("PUT", `${at(agent)}/presence`, presence);
    repaint();
  } catch {
    // The API is away too: the desk's silence ends the sign-in by itself.
  }
}
