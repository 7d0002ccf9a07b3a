// The text of a flow, or of a file of the centre, while somebody writes it: the server is asked what is wrong with it,
// and each error stands in the margin of its line, in the list below, and in the picture beside.

import { Refusal, ask, repaint, say } from "../acts.js";

const place = document.getElementById("editor");
const ASKED_AFTER_MS = place.dataset.look ? 800 : 400; // without a key pressed; a file is checked with the whole centre
const words = JSON.parse(place.dataset.words);
const gutter = place.querySelector(".gutter");
const text = document.getElementById("source");
const list = document.getElementById("found");
const summary = document.getElementById("found-summary");
const button = (name) => document.getElementById(name);
let kept = text.value; // as it was last loaded or saved
let known = place.dataset.known; // the draft this text was made of
let drafted = place.dataset.drafted === "yes";
let asked = 0;
let waiting = null;

// ---- the margin

function number() {
  const lines = text.value.split("\n").length;
  while (gutter.childElementCount < lines) gutter.append(Object.assign(document.createElement("span"), { textContent: gutter.childElementCount + 1 }));
  while (gutter.childElementCount > lines) gutter.lastChild.remove();
}

function mark(findings) {
  for (const each of gutter.children) {
    each.className = "";
    each.removeAttribute("title");
  }
  for (const one of [...findings].sort((a, b) => (a.level < b.level ? 1 : -1))) {
    const line = gutter.children[one.line - 1];
    if (!line) continue;
    line.className = one.level;
    line.title = [line.title, one.message].filter(Boolean).join("\n");
  }
}

// ---- what was found

function listed(findings, elsewhere = []) {
  const errors = findings.filter((one) => one.level === "error").length + elsewhere.length;
  const warnings = findings.filter((one) => one.level === "warning").length;
  const sign = document.createElement("span");
  sign.className = `sign ${errors ? "bad" : warnings ? "fair" : "good"}`;
  sign.textContent = errors || warnings ? `${words.errors}: ${errors} · ${words.warnings}: ${warnings}` : words.nothing;
  summary.replaceChildren(sign);
  list.replaceChildren(...findings.map(item), ...elsewhere.map(stranger));
  mark(findings);
}

function item(one) {
  const row = document.createElement("li");
  row.className = one.level;
  const go = document.createElement("button");
  go.type = "button";
  go.className = "finding";
  Object.assign(go.dataset, { line: one.line, column: one.column });
  const where = Object.assign(document.createElement("span"), { className: "mono", textContent: `${one.line}:${one.column}` });
  go.append(where, ` ${one.message} `);
  if (one.hint) go.append(Object.assign(document.createElement("em"), { textContent: one.hint }));
  row.append(go);
  return row;
}

function stranger(sentence) {
  const row = document.createElement("li");
  row.className = "error";
  row.textContent = `${words.elsewhere}: ${sentence}`;
  return row;
}

export function goTo(line, column = 1) {
  const before = text.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, each) => sum + each.length + 1, 0);
  const length = (text.value.split("\n")[line - 1] || "").length;
  text.focus({ preventScroll: true });
  text.setSelectionRange(start + Math.min(column - 1, length), start + length);
  const height = text.scrollHeight / Math.max(1, text.value.split("\n").length);
  text.scrollTop = Math.max(0, (line - 4) * height);
  text.scrollLeft = 0;
  place.scrollIntoView({ block: "nearest" });
}

// ---- asking

async function check() {
  const mine = ++asked;
  const language = document.documentElement.lang;
  const body = place.dataset.look ? { source: text.value, language } : { source: text.value, language, draw: true };
  try {
    const told = await ask("POST", place.dataset.check, body);
    if (mine !== asked) return; // something was written meanwhile
    listed(told.findings, told.elsewhere);
    draw(told.svg);
    differ(told.difference);
    if (button("publish")) button("publish").disabled = told.errors > 0;
    place.dataset.checked = String(mine);
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) say(document.body.dataset.noAnswer, "wrong");
    else say(trouble.message, "wrong");
  }
}

function draw(svg) {
  const picture = document.getElementById("picture");
  if (!picture || !svg) return;
  const [top, left] = [picture.scrollTop, picture.scrollLeft];
  picture.innerHTML = svg; // drawn by the server, which escapes every word of the flow in it
  Object.assign(picture, { scrollTop: top, scrollLeft: left });
}

function differ(lines) {
  const shown = document.getElementById("diff");
  if (!shown || !lines) return;
  const kind = (line) => (/^(---|\+\+\+|@@)/.test(line) ? "head" : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same");
  shown.replaceChildren(...lines.map((line) => Object.assign(document.createElement("div"), { className: kind(line), textContent: line || " " })));
}

function changed() {
  number();
  shown();
  clearTimeout(waiting);
  waiting = setTimeout(check, ASKED_AFTER_MS);
}

const unsaved = () => Boolean(place.dataset.draft || place.dataset.file) && text.value !== kept;

function shown() {
  if (button("unsaved")) button("unsaved").hidden = !unsaved();
}

// ---- saving and publishing

async function isAnothers() {
  const told = await ask("GET", place.dataset.flow).catch(() => ({ draft: null }));
  return (told.draft?.version || "") !== known;
}

async function save(base) {
  if ((await isAnothers()) && !window.confirm(words.overwrite)) return false;
  const told = await ask("PUT", place.dataset.draft, { source: text.value, ...(base ? { base } : {}) });
  kept = text.value;
  known = told.draft?.version || "";
  drafted = Boolean(told.draft);
  button("drafted").hidden = !drafted;
  if (drafted) button("drafted").textContent = `${words.drafted} · ${told.draft.author}`;
  button("discard").hidden = !drafted;
  shown();
  return true;
}

async function doing(pressed, deed) {
  if (pressed.getAttribute("aria-busy")) return;
  pressed.setAttribute("aria-busy", "true");
  try {
    await deed();
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) say(document.body.dataset.noAnswer, "wrong");
    else refused(trouble);
  } finally {
    pressed.removeAttribute("aria-busy");
  }
}

function refused(trouble) {
  const findings = trouble.faults.filter((fault) => fault.field.startsWith("source:")).map(fromFault);
  const others = trouble.faults.filter((fault) => fault.field !== "base" && !fault.field.startsWith("source")).map((fault) => (fault.field === "elsewhere" ? fault.detail : `${fault.field}: ${fault.detail}`));
  if (findings.length || others.length) listed(findings, others);
  say(trouble.message, "wrong");
  button("rebase").hidden = !trouble.faults.some((fault) => fault.field === "base");
  if (findings.length) goTo(findings[0].line, findings[0].column);
}

function fromFault(fault) {
  const [, line, column] = fault.field.split(":").map(Number);
  return { level: "error", line: line || 1, column: column || 1, message: fault.detail, hint: "" };
}

async function publish() {
  if (unsaved() || !drafted) if (!(await save())) return;
  if (!drafted) return say(words.same);
  const told = await ask("POST", place.dataset.publish, { note: button("note").value.trim() });
  const mine = told.changes.find((change) => place.dataset.publish.includes(`/flows/${change.flow}/`));
  known = "";
  drafted = false;
  for (const name of ["drafted", "discard", "rebase"]) button(name).hidden = true;
  button("note").value = "";
  Object.assign(button("in-force"), { className: "sign good", textContent: words.version.replace("{number}", mine?.after ?? "") });
  say(words.published);
  repaint();
}

async function rebase() {
  const present = await ask("GET", place.dataset.flow);
  if (await save(present.release)) say(words.saved);
  button("rebase").hidden = true;
}

async function publishFile() {
  const body = { source: text.value, note: button("note").value.trim(), base: Number(place.dataset.base) };
  const told = await ask("PUT", place.dataset.file, body);
  kept = text.value;
  place.dataset.base = told.number;
  button("note").value = "";
  button("rebase").hidden = true;
  Object.assign(button("in-force"), { className: "sign good", textContent: words.version.replace("{number}", told.number) });
  shown();
  say(words.published);
  differ([]);
  repaint();
}

async function rebaseFile() {
  const present = await ask("GET", place.dataset.file);
  place.dataset.base = present.version;
  button("rebase").hidden = true;
  document.getElementById("difference").open = true; // what this text would undo of theirs
  check();
}

async function saveAlone() {
  if (await save()) say(drafted ? words.saved : words.same);
}

const deeds = place.dataset.file ? [["publish", publishFile], ["rebase", rebaseFile]] : [["save", saveAlone], ["publish", publish], ["rebase", rebase]];
for (const [name, deed] of deeds)
  button(name)?.addEventListener("click", (event) => doing(event.currentTarget, deed));

// ---- the keyboard and the pointer

text.addEventListener("input", changed);
text.addEventListener("scroll", () => (gutter.scrollTop = text.scrollTop));
text.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    button("save")?.click();
  }
  if (event.key !== "Enter" || event.ctrlKey || text.readOnly || event.isComposing) return;
  const line = text.value.slice(0, text.selectionStart).split("\n").pop();
  const indent = line.match(/^ */)[0];
  if (!indent) return;
  event.preventDefault();
  document.execCommand("insertText", false, `\n${indent}`); // so that it can be undone
});

document.addEventListener("click", (event) => {
  const found = event.target.closest(".finding, .drawing [data-line], #shown a[data-line]");
  if (found) {
    event.preventDefault();
    goTo(Number(found.dataset.line), Number(found.dataset.column || 1));
  }
  const enlarges = event.target.closest("[data-enlarge]");
  if (enlarges) {
    const large = document.querySelector("#shown .drawing").classList.toggle("large");
    enlarges.setAttribute("aria-pressed", String(large));
  }
  const chosen = event.target.closest(".parts a");
  if (chosen) for (const each of document.querySelectorAll(".parts a")) each.toggleAttribute("aria-current", each === chosen);
});

addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});

number();
mark([...list.querySelectorAll(".finding")].map((each) => ({ level: each.parentElement.className, line: Number(each.dataset.line), message: each.textContent })));
const wanted = location.hash.match(/:(\d+)$/);
if (wanted) goTo(Number(wanted[1]));
if (place.dataset.look) check();
place.dataset.ready = "yes";
