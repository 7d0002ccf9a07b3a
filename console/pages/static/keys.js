// Single keys: <button data-key="KeyA">. By place on the keyboard, so that ı, i, ş are where they are; never while
// something is being typed, never with Ctrl, Alt or AltGr. Each can be changed or switched off (WCAG 2.1.4): kept in
// this browser as {"KeyA": "KeyF", "KeyR": null}.

const KEPT = "sahip.keys";

export function changed() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

export function change(usual, wanted) {
  localStorage.setItem(KEPT, JSON.stringify({ ...changed(), [usual]: wanted }));
}

export const keyOf = (element) => {
  const usual = element.dataset.key;
  const mine = changed();
  return usual in mine ? mine[usual] : usual;
};

// What is written on a button: the letter of the key's place, as most keyboards have it.
export const labelOf = (code) => code.replace(/^(Key|Digit)/, "");

export function isTyping(target) {
  if (/^(checkbox|radio|button|submit)$/.test(target.type)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) return;
  if (event.key === "?") return document.getElementById("keys-help")?.showModal?.();
  const within = document.querySelector("dialog[open]") || document; // what lies under a dialogue is not reached
  const found = [...within.querySelectorAll("[data-key]")].find(
    (each) => keyOf(each) === event.code && !each.disabled && each.offsetParent !== null,
  );
  if (!found) return;
  event.preventDefault();
  found.focus(); // whoever goes on by Tab goes on from there
  if (!found.matches("input, textarea, select")) found.click();
});

// The letters on buttons are those that were chosen; of a key that is off, none.
function paintLetters() {
  for (const each of document.querySelectorAll("[data-key-of]")) {
    const code = keyOf({ dataset: { key: each.dataset.keyOf } });
    each.hidden = !code;
    if (code && each.textContent !== labelOf(code)) each.textContent = labelOf(code);
  }
}

paintLetters();
document.body.addEventListener("htmx:afterSettle", paintLetters);
