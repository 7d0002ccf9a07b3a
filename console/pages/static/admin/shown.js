// Secrets that are shown once: <form data-act="POST …" data-shows="key"> puts that field of the answer into its <output>.
// <select data-sends> sends its form as soon as something else is chosen.

document.addEventListener("acted", (event) => {
  const name = event.target.dataset.shows;
  const place = event.target.querySelector(".secret");
  if (!name || !place) return;
  place.hidden = false;
  const output = place.querySelector("output");
  output.textContent = event.detail[name];
  getSelection().selectAllChildren(output);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-sends]")) event.target.form.requestSubmit();
});
