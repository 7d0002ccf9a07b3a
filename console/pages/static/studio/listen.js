// A sentence heard as a caller would: spoken by this browser's own voice. Also sifts a long list of sentences.

const LETTERS = /\p{L}/u;

/** In small letters, and without the hats that few people write: şikâyet is şikayet. */
const folded = (text) => text.toLocaleLowerCase(document.documentElement.lang).normalize("NFD").replace(/\u0302/g, "").normalize("NFC");

function speak(sentence, language) {
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(sentence.replace(/[{}_]/g, " "));
  said.lang = language === "en" ? "en-US" : "tr-TR";
  said.voice = speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
  speechSynthesis.speak(said);
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-listen]");
  if (!pressed || !("speechSynthesis" in window)) return;
  speak(pressed.dataset.listen, pressed.dataset.spoken);
  for (const each of document.querySelectorAll(".listen[aria-pressed]")) each.removeAttribute("aria-pressed");
  pressed.setAttribute("aria-pressed", "true");
});

document.getElementById("sift")?.addEventListener("input", (event) => {
  const wanted = folded(event.target.value).trim();
  for (const row of document.querySelectorAll(".prompts tbody tr"))
    row.hidden = LETTERS.test(wanted) && !folded(row.textContent).includes(wanted);
  for (const flow of document.querySelectorAll("main details")) flow.hidden = !flow.querySelector("tbody tr:not([hidden])");
});
