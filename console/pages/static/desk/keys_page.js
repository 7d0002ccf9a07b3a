// Which key does what, kept in this browser.

import { change, changed, labelOf } from "../keys.js";

const said = document.getElementById("key-said");
const boxes = [...document.querySelectorAll("[data-usual]")];
const now = (usual) => (usual in changed() ? changed()[usual] : usual);

function paint() {
  for (const box of boxes) box.value = now(box.dataset.usual) ? labelOf(now(box.dataset.usual)) : said.dataset.off;
}

function give(usual, code) {
  const other = boxes.find((box) => box.dataset.usual !== usual && now(box.dataset.usual) === code);
  if (other) change(other.dataset.usual, null);
  change(usual, code);
  said.textContent = other ? said.dataset.taken : "";
  paint();
}

document.addEventListener("keydown", (event) => {
  const usual = event.target.dataset?.usual;
  if (!usual || event.ctrlKey || event.altKey || event.metaKey || !/^(Key|Digit)/.test(event.code)) return;
  event.preventDefault();
  give(usual, event.code);
});

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.dataset.off) change(pressed.dataset.off, null);
  if (pressed && "usualKeys" in pressed.dataset) for (const box of boxes) change(box.dataset.usual, box.dataset.usual);
  if (pressed && "noKeys" in pressed.dataset) for (const box of boxes) change(box.dataset.usual, null);
  paint();
});

paint();
