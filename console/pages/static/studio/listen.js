// A sentence heard as a caller would: spoken by this browser's own voice. Also sifts a long list of sentences.

const LETTERS = /\p{L}/u;

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
  const language = document.documentElement.lang;
  const wanted = event.target.value.toLocaleLowerCase(language).trim();
  for (const row of document.querySelectorAll(".prompts tbody tr"))
    row.hidden = LETTERS.test(wanted) && !row.textContent.toLocaleLowerCase(language).includes(wanted);
});
