/** What happened, as the inspector keeps it: a request and its answers are one record. */

const MOST_RECORDS = 6000;
const KINDS = {
  webhook: "webhook", callback: "callback", rest: "rest", message: "message", error: "wrong", fault: "wrong",
  say: "speech", digits: "speech", speech: "speech",
  leg: "line", queue: "line", conference: "line", person: "line", note: "line",
};
export const KIND_NAMES = ["webhook", "callback", "rest", "looks", "line", "speech", "message", "wrong"];

export class Records {
  constructor() {
    this.clear();
    this.legs = new Map();
  }

  clear() {
    this.all = [];
    this.requests = new Map();
  }

  /** Takes entries of the trace in. Returns the records that are new and those that have changed. */
  take(entries) {
    const changed = new Set();
    const added = [];
    for (const entry of entries) {
      this.meet(entry);
      const record = this.record(entry, changed);
      if (record) added.push(record);
    }
    this.all.push(...added);
    if (this.all.length > MOST_RECORDS) {
      for (const old of this.all.splice(0, this.all.length - MOST_RECORDS)) if (old.request) this.requests.delete(old.request);
    }
    return { added, changed: [...changed].filter((record) => !added.includes(record)) };
  }

  meet(entry) {
    if (entry.leg && entry.name && this.legs.get(entry.leg)?.name !== entry.name) {
      this.legs.set(entry.leg, { sid: entry.leg, name: entry.name, at: this.legs.get(entry.leg)?.at ?? entry.at });
    }
  }

  /** A new record, or null when the entry belongs to one that is there already. */
  record(entry, changed) {
    const { kind, data } = entry;
    const known = this.requests.get(data.request);
    if (kind === "answer") return known ? this.joins(known, "answers", data, changed) : null;
    if (kind === "note" && data.replay) return this.replayed(entry, changed);
    if (kind === "twiml" || !(kind in KINDS)) return null;
    const record = { seq: entry.seq, at: Date.parse(entry.at), kind: kindOf(entry), entry, leg: entry.leg, name: entry.name, answers: [], replays: [], request: null };
    if (kind === "webhook" || kind === "callback") {
      record.request = data.request ?? null;
      if (data.request) this.requests.set(data.request, record);
    }
    record.found = sought(record);
    return record;
  }

  joins(record, list, data, changed) {
    record[list].push(data);
    record.found = sought(record);
    changed.add(record);
    return null;
  }

  replayed(entry, changed) {
    const record = this.requests.get(entry.data.replay);
    return record ? this.joins(record, "replays", entry.data, changed) : null;
  }
}

/** A GET of the REST API only looks: programs do that all day long. */
const kindOf = ({ kind, data }) => (kind === "rest" && data.method === "GET" ? "looks" : KINDS[kind]);

/** All that can be searched for in a record, in small letters. */
function sought(record) {
  const { entry } = record;
  const { data } = entry;
  const bodies = [...record.answers, ...record.replays].map((each) => `${each.status ?? ""} ${each.body ?? ""} ${each.reason ?? ""}`);
  const told = { ...data.params, ...data.form };
  return [entry.text, entry.leg, entry.name, data.url, data.path, data.body, ...Object.entries(told).flat(), ...bodies].join(" ").toLocaleLowerCase("tr");
}

/** How a record came out: `fine`, `wrong`, `warning`, `waiting`, or "" for what has no outcome. */
export function outcome(record) {
  const { entry } = record;
  if (record.kind === "wrong") return entry.kind === "fault" || entry.data.warning ? "warning" : "wrong";
  if (record.kind === "rest" || record.kind === "looks") return entry.data.status >= 400 ? "wrong" : "fine";
  if (record.kind !== "webhook" && record.kind !== "callback") return entry.data.failed ? "wrong" : "";
  const last = record.answers.at(-1);
  if (!last) return record.request ? "waiting" : "";
  return last.status && last.status < 400 ? "fine" : "wrong";
}
