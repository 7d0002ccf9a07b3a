// What somebody is filling in or has opened stays as it is while the page around it is painted again:
// a form with data-keep and an id, what <details> and <dialog> show, and the field the cursor is in.

const isKept = (old, fresh) => old.matches?.("form[data-keep]") && old.id && old.id === fresh.id;
const isTypedIn = (old) => old === document.activeElement && old.matches("input, textarea, select");
const isOpenness = (name, element) => name === "open" && /^(DETAILS|DIALOG)$/.test(element.tagName);

addEventListener("DOMContentLoaded", () => {
  Object.assign(window.Idiomorph.defaults.callbacks, {
    beforeNodeMorphed: (old, fresh) => !isKept(old, fresh) && !isTypedIn(old),
    beforeAttributeUpdated: (name, element) => !isOpenness(name, element),
  });
});
