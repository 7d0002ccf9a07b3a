// The matrix of skills: a level is sent when its field is left; an empty one takes the skill away.

import { ask, repaint, say } from "../acts.js";

async function give(agent, skill, level) {
  await ask("PATCH", `/api/v1/agents/${encodeURIComponent(agent)}/skills`, { skills: { [skill]: level } });
}

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!field.matches("input[data-skill]")) return;
  try {
    if (!field.reportValidity()) return;
    await give(field.dataset.agent, field.dataset.skill, Number(field.value || 0));
    field.removeAttribute("aria-invalid");
    field.classList.add("kept");
  } catch (refusal) {
    field.setAttribute("aria-invalid", "true");
    say(refusal.message, "wrong");
  }
});

document.getElementById("new-skill").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    await give(form.elements.agent.value, form.elements.skill.value.trim(), Number(form.elements.level.value));
    form.reset();
    repaint();
  } catch (refusal) {
    say(refusal.message, "wrong");
  }
});
