// What a press of a button or a sent form does: one request to the API, told in one place whether it worked.
//
// <button data-act="PUT /api/v1/agents/ayse/presence" data-body='{"state":"ready"}'>
// <form data-act="POST /api/v1/cases/4812/notes"> : its fields become the JSON body; a field with data-type="number",
// "boolean" or "list" becomes that, an "amount" may have a comma, an empty one is left out, with "or-null" it is null. Ticked boxes with
// data-type="many" become a list of their values; the field "loss.what" becomes {"loss": {"what": …}}.
// data-then="/path" goes there afterwards; otherwise every part of the page is painted again.

const language = document.documentElement.lang;
const zone = () => document.querySelector('meta[name="zone"]').content; // the centre's, wherever the browser is
const csrf = () => document.querySelector('meta[name="csrf"]').content;

export async function ask(method, path, body, once = crypto.randomUUID()) {
  const headers = { "X-Sahip-CSRF": csrf(), Accept: "application/json" };
  if (once) headers["Idempotency-Key"] = once; // null: asked twice it does no more, and nobody keeps its answer
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (answer.status === 401) location.assign("/login");
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (!answer.ok) throw new Refusal(told.told?.[language] || told.detail || answer.statusText, told.errors || []);
  return told;
}

export class Refusal extends Error {
  constructor(sentence, faults) {
    super(sentence);
    this.faults = faults;
  }
}

export function repaint() {
  document.body.dispatchEvent(new CustomEvent("repaint"));
}

export function say(sentence, kind = "said") {
  const place = document.getElementById("said");
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = sentence;
  place.append(line);
  setTimeout(() => line.remove(), kind === "wrong" ? 12000 : 5000);
}

function bodyOf(element) {
  if (!(element instanceof HTMLFormElement)) return element.dataset.body ? JSON.parse(element.dataset.body) : undefined;
  const body = element.dataset.body ? JSON.parse(element.dataset.body) : {};
  for (const field of element.elements) {
    if (!field.name || field.matches(":disabled") || (field.type === "radio" && !field.checked)) continue;
    const value = valueOf(field);
    if (value !== undefined) put(body, field.name.split("."), value);
  }
  return body;
}

function put(body, [name, ...below], value) {
  if (below.length) put((body[name] ??= {}), below, value);
  else body[name] = Array.isArray(value) ? [...(body[name] || []), ...value] : value;
}

function valueOf(field) {
  const kind = field.dataset.type;
  if (kind === "many") return field.checked ? [field.value] : undefined;
  if (field.type === "checkbox") return field.checked;
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
  const text = field.value.trim();
  if (kind === "boolean") return text === "true";
  if (text === "") return kind === "or-null" ? null : undefined;
  if (kind === "number") return Number(text);
  if (kind === "amount") return text.replace(",", ".");
  if (kind === "list") return text.split(/[\s,]+/).filter(Boolean);
  if (field.type === "datetime-local") return `${text}[${zone()}]`;
  return text;
}

function show(element, refusal) {
  const place = element.querySelector?.("[data-problem]");
  for (const field of element.elements || []) field.removeAttribute?.("aria-invalid");
  for (const fault of refusal.faults || []) element.elements?.[fault.field]?.setAttribute?.("aria-invalid", "true");
  if (place) place.textContent = refusal.message;
  else say(refusal.message, "wrong");
}

export async function act(element) {
  if (element.dataset.confirm && !window.confirm(element.dataset.confirm)) return;
  const [method, path] = element.dataset.act.split(" ");
  const once = (element.dataset.once ||= crypto.randomUUID());
  element.setAttribute("aria-busy", "true");
  try {
    const told = await ask(method, path, method === "GET" ? undefined : bodyOf(element), once);
    delete element.dataset.once;
    if (element instanceof HTMLFormElement) element.reset();
    if (element.dataset.done) say(element.dataset.done);
    element.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: told }));
    if (element.dataset.then) location.assign(element.dataset.then);
    else repaint();
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) return say(document.body.dataset.noAnswer, "wrong"); // pressed again, it is the same request
    delete element.dataset.once;
    show(element, trouble);
  } finally {
    element.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[data-act], a[data-act]");
  if (!pressed || pressed.getAttribute("aria-busy")) return;
  event.preventDefault();
  act(pressed);
});

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.act) return;
  event.preventDefault();
  if (!event.target.getAttribute("aria-busy")) act(event.target);
});
