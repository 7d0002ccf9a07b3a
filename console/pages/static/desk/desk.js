// The desk: questions in a dialogue, the paperwork's form, and what rings, beats and speaks beside it.

import "./ring.js";
import "./beat.js";
import "./phone_in_hand.js";

const asking = document.getElementById("asking");

async function ask(what) {
  const answer = await fetch(`/desk/asks/${what}`, { headers: { "HX-Request": "true" } });
  if (answer.status === 401) return location.assign("/login");
  if (!answer.ok) return;
  asking.innerHTML = await answer.text();
  window.htmx?.process(asking);
  if (!asking.open) asking.showModal();
  asking.querySelector("[autofocus], button")?.focus();
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.dataset.asks) ask(pressed.dataset.asks);
  if (pressed?.dataset.opens) document.getElementById(pressed.dataset.opens).showModal();
  if (pressed && "closes" in pressed.dataset) pressed.closest("dialog").close();
  const menu = document.querySelector("#standing[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

asking.addEventListener("acted", () => asking.close());
asking.addEventListener("close", () => (asking.innerHTML = ""));
document.addEventListener("acted", (event) => {
  if (event.target.closest("#standing")) document.getElementById("standing").open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("#standing[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A free time fills in both ends of the window; whoever types another has chosen none.
document.addEventListener("change", (event) => {
  if (!("fillsWindow" in event.target.dataset)) return;
  const { begin, due } = event.target.selectedOptions[0].dataset;
  const { elements } = event.target.form;
  elements.begin.value = begin ?? "";
  elements.due.value = due ?? "";
});

// What comes next is needed unless the case is closed, and what was lost unless it was nothing.
document.addEventListener("change", (event) => {
  const field = event.target;
  if ("closesCase" in field.dataset) field.form.querySelector(".next").disabled = field.checked;
  if ("noLoss" in field.dataset)
    for (const each of field.form.querySelectorAll("[name^='loss.']")) if (each !== field) each.disabled = field.checked;
});

document.addEventListener("input", (event) => {
  const shown = document.getElementById(event.target.dataset.filters);
  const wanted = event.target.value.toLocaleLowerCase(document.documentElement.lang);
  for (const each of shown?.querySelectorAll("label") ?? [])
    each.hidden = !each.textContent.toLocaleLowerCase(document.documentElement.lang).includes(wanted);
});
