/** Following what happens: one long poll, begun again as soon as it is answered. */

import { ask } from "./wire.js";
import { timeIs } from "./time.js";

const WAIT_SECONDS = 20;
const FIRST_ENTRIES = 2000;
const HIDDEN_MS = 3000;
const AFTER_TROUBLE_MS = 1500;
const BESIDE_OTHERS_MS = 700;

/** A browser has only six connections for us: of many pages open at once one waits on its own, the others look now and then. */
let waits = !navigator.locks;
navigator.locks?.request("phone.events", () => {
  waits = true;
  return new Promise(() => {});
});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Calls `told({entries, handsets, fresh})` for ever; `fresh` says that the trace has begun anew. `linked` hears whether it works. */
export async function follow(told, linked) {
  let since = null;
  let run = null;
  let works = false;
  for (;;) {
    try {
      const answer = await ask(`events?${asked(since, run, works)}`);
      timeIs(answer.now);
      const fresh = run !== answer.run;
      run = answer.run;
      since = answer.next;
      told({ entries: answer.entries, handsets: answer.handsets, fresh });
      works = true;
      linked(true);
      if (document.hidden) await pause(HIDDEN_MS);
      else if (!waits) await pause(BESIDE_OTHERS_MS);
    } catch (error) {
      console.warn(error);
      works = false;
      linked(false);
      await pause(AFTER_TROUBLE_MS);
    }
  }
}

/** A page nobody looks at keeps no connection waiting, and after trouble nobody does. */
function asked(since, run, works) {
  const query = new URLSearchParams({ handsets: "1" });
  if (since === null) query.set("last", FIRST_ENTRIES);
  else {
    query.set("since", since);
    query.set("run", run);
    query.set("wait", document.hidden || !works || !waits ? 0 : WAIT_SECONDS);
  }
  return query;
}
