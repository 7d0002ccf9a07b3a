/** Everything to be heard. One phone at a time is at the ear; ringing is heard from all. */

import { keep, kept } from "./kept.js";
import { ask } from "./wire.js";

const KEY_TONES = {
  1: [697, 1209], 2: [697, 1336], 3: [697, 1477], 4: [770, 1209], 5: [770, 1336], 6: [770, 1477],
  7: [852, 1209], 8: [852, 1336], 9: [852, 1477], "*": [941, 1209], 0: [941, 1336], "#": [941, 1477],
};
const MELODY = [392, 494, 587, 494, 440, 523, 659, 523, 349, 440, 523, 440, 392, 494, 587, 784];
const BEAT_SECONDS = 0.42;
const RING_EVERY_MS = 3600;
const RINGBACK_EVERY_MS = 4000;
const RINGBACK_HZ = 450;
const LATE_MS = 1500;

let context = null;
let muted = kept("muted", false);
let voiced = null;
let mostLetters = 600;
const playing = new Map();

export const isMuted = () => muted;

export function mute(wanted) {
  muted = wanted;
  keep("muted", muted);
  if (muted) for (const name of [...playing.keys()]) hush(name);
}

/** A browser lets a page sound only once somebody has touched it. */
export function wakeSound() {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
  } catch {
    context = null;
  }
}

function beep(frequencies, seconds, { volume = 0.08, at = 0, shape = "sine" } = {}) {
  if (muted || !context || context.state !== "running") return [];
  const start = context.currentTime + at;
  return frequencies.map((frequency) => {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.type = shape;
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(volume, start + 0.012);
    loudness.gain.setValueAtTime(volume, start + Math.max(seconds - 0.04, 0.02));
    loudness.gain.linearRampToValueAtTime(0, start + seconds);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + seconds + 0.02);
    return tone;
  });
}

export const keyTone = (key) => beep(KEY_TONES[key] ?? [], 0.13);

/** Something that goes on until it is hushed, under a name; begun again by the same name it just goes on. */
function goOn(name, everyMs, sound) {
  if (playing.has(name) || muted) return;
  let tones = sound();
  const timer = setInterval(() => (tones = sound()), everyMs);
  playing.set(name, () => {
    clearInterval(timer);
    tones.forEach((tone) => tone.stop());
  });
}

export function hush(name) {
  playing.get(name)?.();
  playing.delete(name);
}

export const ring = (name) =>
  goOn(name, RING_EVERY_MS, () =>
    [0, 0.5, 1.0].flatMap((at) => [...beep([784], 0.22, { at, shape: "triangle" }), ...beep([988], 0.24, { at: at + 0.22, shape: "triangle" })]),
  );

export const ringback = (name) => goOn(name, RINGBACK_EVERY_MS, () => beep([RINGBACK_HZ], 1.6, { volume: 0.05 }));

export const music = (name) =>
  goOn(name, MELODY.length * BEAT_SECONDS * 1000, () =>
    MELODY.flatMap((note, beat) => beep([note, note / 2], BEAT_SECONDS * 1.4, { volume: 0.03, at: beat * BEAT_SECONDS, shape: "triangle" })),
  );

async function hasVoice() {
  if (voiced === null) {
    voiced = ask("speech").then((told) => ((mostLetters = told.most_letters), told.available), () => false);
  }
  return voiced;
}

/** Say it, from as far in as it has got by now. `hush(name)` cuts it. */
export async function speech(name, text, language, sinceMs) {
  hush(name);
  if (muted || sinceMs > LATE_MS) return;
  let stop = () => {};
  let wanted = true;
  playing.set(name, () => ((wanted = false), stop()));
  const made = (await hasVoice()) && context ? await sound(text, language) : null;
  if (!wanted || muted) return;
  stop = made ? playSound(made) : speakByBrowser(text, language);
}

async function sound(text, language) {
  try {
    const answer = await fetch(`/_sim/speech?${new URLSearchParams({ text: text.slice(0, mostLetters), lang: language || "en-US" })}`);
    return answer.ok ? await context.decodeAudioData(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

function playSound(made) {
  const source = context.createBufferSource();
  source.buffer = made;
  source.connect(context.destination);
  source.start();
  return () => source.stop();
}

function speakByBrowser(text, language) {
  if (!("speechSynthesis" in window)) return () => {};
  const wanted = (language || "en-US").toLowerCase();
  const said = new SpeechSynthesisUtterance(text);
  const voices = speechSynthesis.getVoices();
  said.lang = language || "en-US";
  said.voice =
    voices.find((voice) => voice.lang.toLowerCase() === wanted) ??
    voices.find((voice) => voice.lang.toLowerCase().startsWith(wanted.slice(0, 2))) ??
    null;
  speechSynthesis.speak(said);
  return () => speechSynthesis.cancel();
}
