/** An opened record of the inspector. */

import { button, el } from "./dom.js";
import { differences } from "./differences.js";
import { notice } from "./notices.js";
import { bodyLines, code, lineText } from "./twiml.js";
import { attempt, tell } from "./wire.js";
import { say } from "./words.js";

const ERROR_PAGES = "https://www.twilio.com/docs/api/errors/";

export function details(record) {
  const { data } = record.entry;
  const parts = [];
  if (record.kind === "webhook" || record.kind === "callback") parts.push(...request(record));
  else if (record.kind === "rest" || record.kind === "looks") parts.push(...rest(data));
  else parts.push(plain(record));
  return el("div", { class: "detail" }, ...parts.filter(Boolean));
}

function request(record) {
  const { data } = record.entry;
  const last = record.answers.at(-1);
  return [
    el("p", { class: "address" }, el("b", { text: `${data.method} ` }), data.url),
    deeds(record),
    record.replays.length ? replayed(last, record.replays.at(-1)) : last ? answer(last) : null,
    table(say("parameters"), data.params),
    record.answers.length > 1 ? attempts(record.answers) : null,
    data.signature ? signature(data.signature) : null,
    last?.headers ? headers(last.headers) : null,
  ];
}

function deeds(record) {
  if (!record.request) return null;
  const again = async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    await attempt(tell("replay", { request: record.request }));
    pressed.disabled = false;
  };
  return el("p", { class: "deeds" }, button("again", say("replay"), again, { class: "deed replay", title: say("replay_hint") }), el("small", { text: say("replay_hint") }));
}

function answer(told) {
  const title = el("h4", {}, say("answer_body"), " ", outcomeOf(told));
  if (told.reason) return el("section", {}, title, el("p", { class: "reason", text: told.reason }), errorPage(told.code));
  return el("section", {}, title, told.body?.trim() ? withCopy(told.body) : el("p", { class: "hint", text: say("empty_answer") }));
}

function outcomeOf(told) {
  const ms = say("ms", { ms: Math.round(told.seconds * 1000) });
  return el("span", { class: "outcome", text: `${told.status ?? say("no_answer")} · ${ms}` });
}

function withCopy(body) {
  const lines = bodyLines(body);
  const copying = async () => {
    await navigator.clipboard.writeText(lines.map(lineText).join("\n"));
    notice(say("copied"));
  };
  return el("div", { class: "copyable" }, code(lines), button("copy", "", () => attempt(copying()), { class: "quiet copy", label: say("copy") }));
}

/** The first answer and the new one, side by side, lines that differ marked. */
function replayed(first, second) {
  const before = bodyLines(first?.body ?? "");
  const after = bodyLines(second.body ?? "");
  const marks = differences(before.map(lineText), after.map(lineText));
  const same = first?.status === second.status && marks.added + marks.removed === 0;
  const verdict = same ? say("replay_same") : say("replay_differs", { added: marks.added, removed: marks.removed });
  if (same) return el("div", { class: "replayed" }, el("p", { class: "verdict same", role: "status" }, `${verdict} `, outcomeOf(second)), answer(first));
  const side = (title, told, lines, marked) => el("div", {}, el("h5", {}, title, " ", told ? outcomeOf(told) : null), told?.reason ? el("p", { class: "reason", text: told.reason }) : code(lines, marked));
  return el(
    "section",
    { class: "replayed" },
    el("p", { class: "verdict", role: "status", text: verdict }),
    el("div", { class: "sides" }, side(say("replay_first"), first, before, marks.first), side(say("replay_second"), second, after, marks.second)),
  );
}

function table(title, pairs) {
  const rows = Object.entries(pairs ?? {}).filter(([, value]) => value !== "");
  if (!rows.length) return null;
  const made = rows.map(([name, value]) => el("tr", {}, el("th", { scope: "row", text: name }), el("td", { text: String(value) })));
  return el("section", {}, el("h4", { text: title }), el("table", {}, el("tbody", {}, ...made)));
}

function attempts(answers) {
  const rows = answers.map((told, index) => el("li", {}, `${say("attempt", { number: told.attempt ?? index + 1 })}: ${told.method} ${told.url} `, outcomeOf(told), told.reason ? ` ${told.reason}` : ""));
  return el("section", {}, el("h4", { text: say("attempts") }), el("ol", { class: "attempts" }, ...rows));
}

function signature(value) {
  return el("section", {}, el("h4", { text: say("signature") }), el("p", { class: "signature" }, el("code", { text: value }), el("small", { text: say("signature_note") })));
}

function headers(pairs) {
  const list = Array.isArray(pairs) ? pairs : Object.entries(pairs);
  const rows = list.map(([name, value]) => el("tr", {}, el("th", { scope: "row", text: name }), el("td", { text: value })));
  return el("details", { class: "headers" }, el("summary", { text: say("headers") }), el("table", {}, el("tbody", {}, ...rows)));
}

function rest(data) {
  const told = { status: data.status, seconds: data.seconds ?? 0, body: data.body ?? "" };
  return [el("p", { class: "address" }, el("b", { text: `${data.method} ` }), data.path), table(say("form"), data.form), data.status >= 400 ? errorPage(data.code) : null, answer(told)];
}

function plain(record) {
  const { entry } = record;
  return el("div", {}, el("p", { class: "whole", text: entry.text, dir: "auto" }), errorPage(entry.data.code), table(say("details"), simple(entry.data)));
}

function simple(data) {
  return Object.fromEntries(Object.entries(data).filter(([name, value]) => name !== "code" && ["string", "number", "boolean"].includes(typeof value)));
}

function errorPage(number) {
  if (!/^\d{5}$/.test(String(number ?? ""))) return null;
  return el("p", {}, el("a", { href: `${ERROR_PAGES}${number}`, rel: "noreferrer noopener", target: "_blank", text: say("error_page", { code: number }) }));
}
