// Times that run: <time data-since="2026-11-22T10:00:00.000+00:00"> counts up, data-until counts down.
// Both go by the server's clock, told with the page and with each part that comes later: a demo's clock can be set.

const told = document.querySelector('meta[name="now"]');
let ahead = told ? Date.parse(told.content) - Date.now() : 0;

document.body.addEventListener("htmx:afterRequest", (event) => {
  const now = event.detail.xhr.getResponseHeader("Sahip-Now");
  if (now) ahead = Date.parse(now) - Date.now();
});

export const serverNow = () => Date.now() + ahead;

export function spelt(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

function tick() {
  for (const each of document.querySelectorAll("[data-since]"))
    write(each, spelt((serverNow() - Date.parse(each.dataset.since)) / 1000));
  for (const each of document.querySelectorAll("[data-until]")) {
    const left = (Date.parse(each.dataset.until) - serverNow()) / 1000;
    write(each, spelt(Math.ceil(left)));
    each.toggleAttribute("data-over", left <= 0);
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

tick();
setInterval(tick, 500);
document.body.addEventListener("htmx:afterSettle", tick);
