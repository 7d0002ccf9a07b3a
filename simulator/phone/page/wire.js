/** Talking to the simulator. What it refuses, it refuses in words; those are shown. */

import { notice } from "./notices.js";
import { say } from "./words.js";

export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(`/_sim/${path}`, { cache: "no-store", ...options });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Error(say("away"), { cause: error });
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error || say("refused", { status: answer.status }));
  return told;
}

export function tell(path, body = {}, method = "POST") {
  return ask(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Do it; if it is refused, show why. Resolves to the answer, or to null. */
export async function attempt(doing) {
  try {
    return await doing;
  } catch (error) {
    notice(error.message, "wrong");
    return null;
  }
}

export const line = (number, deed = "") => `handsets/${encodeURIComponent(number)}${deed && `/${deed}`}`;
