// What of a form is no plain field of the request: the day that stands in its address, the region of a crisis.

document.addEventListener("input", (event) => {
  const field = event.target;
  if ("intoPath" in field.dataset) {
    const [method, path] = field.form.dataset.act.split(" ");
    field.form.dataset.act = `${method} ${path.slice(0, path.lastIndexOf("/") + 1)}${encodeURIComponent(field.value)}`;
  }
  if (field.dataset.region) {
    const chosen = [...field.selectedOptions].map((option) => option.value);
    field.form.dataset.body = JSON.stringify({ region: { [field.dataset.region]: chosen } });
  }
});
