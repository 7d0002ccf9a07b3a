/** What this browser remembers between visits. A browser that forbids it just forgets. */

export function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`phone.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`phone.${name}`, JSON.stringify(value));
  } catch {
    /* not kept, then */
  }
}
