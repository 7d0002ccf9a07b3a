/** Making elements. Text is always text: nothing that came from a call is ever read as markup. */

export function el(name, about = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (key === "text") made.textContent = value;
    else if (key === "data") Object.assign(made.dataset, value);
    else if (value === true) made.setAttribute(key, "");
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Change an element only where it differs, so that nothing is announced or redrawn for nothing. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element, wanted) {
  if (element.hidden === wanted) element.hidden = !wanted;
}

const SHAPES = {
  call: "M6.6 3.600c-1.400 0-3 1.600-2.900 3.500.4 7 6 12.700 13.100 13.200 1.900.1 3.500-1.500 3.500-3v-2.100l-4.600-1.800-2 2.100a11 11 0 0 1-5.200-5.200l2.100-2-1.800-4.700z",
  end: "M3 14.500c4.800-5.300 13.200-5.300 18 0l-2.500 2.700-3.600-1.500v-2.500a12 12 0 0 0-5.800 0v2.500l-3.600 1.500z",
  mail: "M3.500 6h17v12h-17zM4 6.500l8 6.300 8-6.300",
  busy: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM6.200 6.200l11.600 11.600",
  quiet: "M5 4l15 16M8 8.500c-.7 3.500-.5 5.500-2.500 8H15M10.500 19.500c.5 1.300 2.500 1.300 3 0M10 5c3-1.800 7 0 7.200 4.500.1 1.700.2 3 .6 4.200",
  drop: "M4 20V16M9 20v-7M14 20V9M3 3l18 18M19 20V5",
  close: "M6 6l12 12M18 6L6 18",
  ear: "M8 9.500a4.500 4.500 0 1 1 8.700 1.500c-.8 1.800-2.700 2.600-2.700 5a3.200 3.200 0 0 1-6 1.500M10.500 10a2 2 0 0 1 4 0",
  microphone: "M12 3.500a2.800 2.800 0 0 0-2.800 2.800v5a2.800 2.800 0 0 0 5.600 0v-5A2.800 2.800 0 0 0 12 3.500zM6 11a6 6 0 0 0 12 0M12 17v3.500",
  sound: "M4 9.500v5h3.500L12 18V6L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  mute: "M4 9.500v5h3.500L12 18V6L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 7.500V12l3 2",
  storm: "M7 14.500a4 4 0 0 1 .3-8A5.500 5.500 0 0 1 18 8a3.300 3.300 0 0 1-.5 6.500M12.500 11l-3 4.500h3.500l-2 4.500",
  say: "M4 5.500h16v10h-9l-4 3.500v-3.500H4z",
  plus: "M12 5v14M5 12h14",
  again: "M19 12a7 7 0 1 1-2.200-5.100M19 3.500V8h-4.500",
  pause: "M8.500 5.500v13M15.500 5.500v13",
  play: "M8 5.500l10 6.500-10 6.500z",
  bin: "M5 7h14M9.500 7V4.500h5V7M7 7l1 12.500h8L17 7",
  copy: "M9 9h10v11H9zM5 15V4h10",
  save: "M12 4v10.500M7.500 10.500L12 15l4.500-4.500M5 19.500h14",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M19.500 14A8 8 0 0 1 10 4.500a8 8 0 1 0 9.500 9.500z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** A button with a sign and words. `about.label` is for the ones that show the sign alone. */
export function button(sign, words, act, about = {}) {
  const { label, ...more } = about;
  return el(
    "button",
    { type: "button", onclick: act, "aria-label": label, title: label, ...more },
    sign ? icon(sign) : null,
    words ? el("span", { text: words }) : null,
  );
}
