// A new flow begins with a name: its page is there before the flow is.

document.getElementById("begin-flow")?.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(`/studio/flows/${encodeURIComponent(event.target.elements.name.value)}`);
});
