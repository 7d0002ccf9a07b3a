// How old what stands here is. Past `data-after` seconds the page turns grey: nobody decides by figures that stand still.

import { serverNow } from "../timers.js";

const mark = document.querySelector("[data-fresh]");

export function isFresh() {
  const moment = new Date(serverNow()).toISOString();
  mark.dataset.fresh = moment;
  mark.querySelector("[data-since]").dataset.since = moment;
  look();
}

function look() {
  const old = (serverNow() - Date.parse(mark.dataset.fresh)) / 1000 >= Number(mark.dataset.after);
  document.body.toggleAttribute("data-old", old);
}

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.detail.elt.id === "now") isFresh();
});
setInterval(look, 500);
