// How loud a microphone is, and a chime to hear whether a loudspeaker sounds.

const NOTES = [523, 659, 784];

// {now(): 0 to 1, close()}
export function levelOf(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const now = () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.min(1, 4 * Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length));
  };
  return { now, close: () => context.close() };
}

// On one loudspeaker, by its id; "" is the computer's own choice.
export async function chime(speaker) {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const sound = new Audio();
  sound.srcObject = out.stream;
  if (speaker) await sound.setSinkId?.(speaker).catch(() => {});
  await sound.play();
  NOTES.forEach((note, index) => play(context, out, note, index * 0.22));
  setTimeout(() => context.close(), 1500);
}

function play(context, out, note, after) {
  const [tone, loudness, at] = [context.createOscillator(), context.createGain(), context.currentTime + 0.05 + after];
  tone.frequency.value = note;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.25, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
  tone.connect(loudness).connect(out);
  tone.start(at);
  tone.stop(at + 0.55);
}
