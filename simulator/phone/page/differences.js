/** Which lines two answers have in common. */

const MOST_LINES = 400;

/** `{first, second, added, removed}`: for each line "" or how it differs. */
export function differences(first, second) {
  const a = first.slice(0, MOST_LINES);
  const b = second.slice(0, MOST_LINES);
  const common = commonLengths(a, b);
  const marks = { first: a.map(() => "gone"), second: b.map(() => "new"), added: b.length, removed: a.length };
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      marks.first[i] = marks.second[j] = "";
      marks.added -= 1;
      marks.removed -= 1;
      i += 1;
      j += 1;
    } else if (common[i + 1][j] >= common[i][j + 1]) i += 1;
    else j += 1;
  }
  return marks;
}

function commonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
