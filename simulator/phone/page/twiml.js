/** TwiML, pretty-printed and coloured. What is not XML is shown as it came. */

import { el } from "./dom.js";

const NARROW = 72;

/** Lines of `{indent, parts: [[class, text], …]}`. */
export function twimlLines(body) {
  const text = body.trim();
  const read = text.startsWith("<") ? new DOMParser().parseFromString(text, "text/xml") : null;
  if (!read || read.querySelector("parsererror")) return text.split("\n").map((line) => ({ indent: 0, parts: [["plain", line]] }));
  const lines = [];
  nodeLines(read.documentElement, 0, lines);
  return lines;
}

function nodeLines(node, indent, lines) {
  if (node.nodeType === Node.COMMENT_NODE) lines.push({ indent, parts: [["comment", `<!--${node.data}-->`]] });
  if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
    const words = node.data.replace(/\s+/g, " ").trim();
    if (words) lines.push({ indent, parts: [["words", words]] });
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const children = [...node.childNodes].filter((child) => child.nodeType !== Node.TEXT_NODE || child.data.trim());
  const opening = openingTag(node);
  if (children.length === 0) {
    lines.push({ indent, parts: [...opening, ["mark", "/>"]] });
  } else if (children.length === 1 && children[0].nodeType === Node.TEXT_NODE && width(opening) + children[0].data.length < NARROW * 2) {
    lines.push({ indent, parts: [...opening, ["mark", ">"], ["words", children[0].data.replace(/\s+/g, " ").trim()], ...closingTag(node)] });
  } else {
    lines.push({ indent, parts: [...opening, ["mark", ">"]] });
    for (const child of children) nodeLines(child, indent + 1, lines);
    lines.push({ indent, parts: closingTag(node) });
  }
}

function openingTag(node) {
  const parts = [["mark", "<"], ["tag", node.nodeName]];
  for (const { name, value } of node.attributes) parts.push(["attribute", ` ${name}`], ["mark", "="], ["value", `"${value}"`]);
  return parts;
}

const closingTag = (node) => [["mark", "</"], ["tag", node.nodeName], ["mark", ">"]];
const width = (parts) => parts.reduce((sum, [, text]) => sum + text.length, 0);

/** JSON is set out too; the rest stays as it is. */
export function bodyLines(body) {
  const text = body.trim();
  if (/^[[{]/.test(text)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2).split("\n").map((line) => ({ indent: 0, parts: [["plain", line]] }));
    } catch {
      /* not JSON after all */
    }
  }
  return twimlLines(body);
}

export const lineText = (line) => "  ".repeat(line.indent) + line.parts.map(([, text]) => text).join("");

/** A block of code; `marks` are classes for single lines. */
export function code(lines, marks = []) {
  const rows = lines.map((line, index) => {
    const row = el("span", { class: `code-line ${marks[index] ?? ""}` }, ...line.parts.map(([kind, text]) => el("span", { class: `x-${kind}`, text })));
    row.style.setProperty("--indent", line.indent);
    return row;
  });
  return el("pre", { class: "code", tabindex: "0" }, el("code", {}, ...rows));
}

/** The verbs of a document, one deep: `Say · Gather`. */
export function verbs(body) {
  const found = [];
  for (const [, name] of body.matchAll(/<([A-Z][A-Za-z]+)[\s/>]/g)) if (name !== "Response" && found.length < 5) found.push(name);
  return found.join(" · ");
}
