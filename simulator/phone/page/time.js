/** The network's time, and how times are written. Turkish time has been UTC+3 all year round since 2016. */

import { say, speaks } from "./words.js";

const ZONE = "Europe/Istanbul";
const OFFSET = "+03:00";
let told = Date.now();
let at = Date.now();
let speed = 1;

export function timeIs(now, howFast) {
  told = Date.parse(now);
  at = Date.now();
  if (howFast) speed = howFast;
}

/** Milliseconds, as the network counts them. */
export const networkNow = () => told + (Date.now() - at) * speed;

/** Real milliseconds until a moment of the network. */
export const realMs = (simulatedMs) => simulatedMs / speed;

const formats = new Map();
function formatted(moment, options) {
  const key = speaks() + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(speaks() === "tr" ? "tr-TR" : "en-GB", { timeZone: ZONE, ...options }));
  }
  return formats.get(key).format(moment);
}

export const clockTime = (moment) => formatted(moment, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const dayAndTime = (moment) =>
  formatted(moment, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** `1:05` of a call. */
export function length(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

export function span(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [hours && say("hours", { hours }), rest && say("minutes", { minutes: rest })].filter(Boolean);
  return parts.join(" ") || say("minutes", { minutes: 0 });
}

function localDay(moment) {
  return new Date(moment + 3 * 3600_000).toISOString().slice(0, 10);
}

/** The next 28 October, 13:05: the half day before Republic Day has just begun. */
export function nextHoliday(now = networkNow()) {
  const year = Number(localDay(now).slice(0, 4));
  const wanted = [year, year + 1].map((each) => `${each}-10-28T13:05:00${OFFSET}`);
  return wanted.find((each) => Date.parse(each) > now);
}

/** The next Sunday, 03:00. */
export function nextSunday(now = networkNow()) {
  for (let days = 0; days <= 7; days += 1) {
    const day = localDay(now + days * 86_400_000);
    const moment = `${day}T03:00:00${OFFSET}`;
    if (new Date(`${day}T12:00:00Z`).getUTCDay() === 0 && Date.parse(moment) > now) return moment;
  }
  return null;
}
