/** Says aloud what is said in words on a line: prompts, and people who type instead of speaking. */

const LATE_MS = 1500;
const HERE = new URL("/_sim/speech", import.meta.url);

export function voice() {
  const begun = new Set();
  let playing = null;
  let key = null;

  function hush() {
    playing?.pause();
    playing = key = null;
  }

  /** `talkers` are heard with their own voice: their words are not said again. */
  function follows(heard, now, talkers) {
    const last = heard.findLast((one) => one.kind === "say" || (one.kind === "voice" && !talkers.has(one.who)));
    if (!last || last.cut_at) return key !== null && last?.id === key ? hush() : undefined;
    if (begun.has(last.id) || now - Date.parse(last.started_at) > LATE_MS) return undefined;
    begun.add(last.id);
    hush();
    key = last.id;
    playing = Object.assign(new Audio(), { crossOrigin: "anonymous" });
    playing.src = `${HERE}?${new URLSearchParams({ text: last.text.slice(0, 600), lang: last.language || document.documentElement.lang })}`;
    playing.play().catch(() => {}); // without a voice its words are read
    return undefined;
  }

  return { follows, hush };
}
