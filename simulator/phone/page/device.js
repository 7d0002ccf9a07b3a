/** What `new Device(token)` of Twilio's Voice SDK is to a page, for a page of an application that this simulator carries.
 *
 * As much of it as an agent's desk needs: register, connect, updateToken, audio; and of a call mute, sendDigits, disconnect.
 * Beside it `words`: what is said on the line by those who have no tab with sound, which is heard here too.
 */

import { Earpiece, network } from "./earpiece.js";
import { Emitter } from "./emitter.js";
import { voice } from "./voice.js";

const LEVEL_EVERY_MS = 100;
const REGISTERED_WITHIN_MS = 8000;

export class Device extends Emitter {
  constructor(token) {
    super();
    this.token = token;
    this.state = "unregistered";
    this.call = null;
    this.audio = new DeviceAudio(this);
  }

  async register() {
    if (this.state === "registered") return;
    await this.ready();
    await network("POST", `devices/${this.id}/register`);
    await this.becomes("registered");
  }

  /** The browser is known to the network, and has sound. */
  async ready() {
    if (this.earpiece) return;
    const told = await network("POST", "devices", { token: this.token, register: false });
    const earpiece = new Earpiece({ device: (this.id = told.id) });
    earpiece.on("news", (news) => this.hears(news));
    earpiece.on("lost", (why) => this.isLost(why));
    earpiece.on("gone", () => this.isGone());
    await earpiece.open();
    this.earpiece = earpiece;
    this.audio.lends();
  }

  becomes(state) {
    if (this.state === state) return null;
    return new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`not ${state}`)), REGISTERED_WITHIN_MS);
      this.on(state, () => (clearTimeout(late), done()));
    });
  }

  async connect({ params = {}, rtcConstraints = {} } = {}) {
    await this.ready();
    await this.audio.setInputDevice(rtcConstraints.audio?.deviceId).catch(() => {}); // without a microphone one listens
    const told = await network("POST", `devices/${this.id}/connect`, { params });
    this.call = new Call(this, told.call.sid);
    return this.call;
  }

  async updateToken(token) {
    this.token = token;
    if (this.earpiece) await network("POST", `devices/${this.id}/token`, { token });
  }

  async unregister() {
    if (this.earpiece) await network("POST", `devices/${this.id}/unregister`);
  }

  destroy() {
    this.earpiece?.close();
    this.earpiece = null;
    this.audio.close();
    this.changes("destroyed");
  }

  hears(news) {
    if (this.state !== "registered" && news.device.state === "registered") this.changes("registered");
    for (const event of news.events) this.happens(event);
    this.call?.speaks(news);
    this.emit("words", news.heard);
  }

  happens({ name, data }) {
    if (name === "registered" || name === "unregistered") this.changes(name);
    else if (name === "tokenWillExpire") this.emit("tokenWillExpire", this);
    else if (name === "error") this.emit("error", data);
    else if (this.call && data.call === this.call.sid) this.call.happens(name, data);
  }

  changes(state) {
    if (this.state === state) return;
    this.state = state;
    this.emit(state, this);
  }

  isLost(why) {
    this.emit("error", { code: 31005, message: why.message });
    this.changes("unregistered");
  }

  /** The simulator has begun anew, or had given this tab up. */
  isGone() {
    this.earpiece = null;
    this.call?.happens("disconnect", {});
    this.changes("unregistered");
  }
}

class Call extends Emitter {
  constructor(device, sid) {
    super();
    this.device = device;
    this.sid = sid;
    this.parameters = { CallSid: sid };
    this.open = false;
    this.muted = false;
    this.said = voice();
    this.meter = setInterval(() => this.emit("volume", ...device.audio.levels()), LEVEL_EVERY_MS);
  }

  status() {
    return this.over ? "closed" : this.open ? "open" : "connecting";
  }

  isMuted() {
    return this.muted;
  }

  mute(wanted = true) {
    this.tell("mute", { muted: wanted });
    this.muted = wanted;
    this.emit("mute", wanted, this);
  }

  sendDigits(digits) {
    this.tell("digits", { digits });
  }

  disconnect() {
    this.tell("disconnect");
  }

  tell(deed, body) {
    network("POST", `devices/${this.device.id}/${deed}`, body ?? {}).catch((why) => this.emit("error", why, this));
  }

  happens(name) {
    if (this.over) return;
    if (name === "accept") this.open = true;
    if (name === "disconnect") this.ends();
    if (name === "accept" || name === "disconnect") this.emit(name, this);
  }

  speaks({ now, heard }) {
    this.said.follows(heard, Date.parse(now), this.device.audio.talkers());
  }

  ends() {
    this.over = true;
    this.device.audio.close();
    this.said.hush();
    clearInterval(this.meter);
    if (this.device.call === this) this.device.call = null;
  }
}

/** The microphone and the loudspeaker of the tab, as Twilio's `device.audio`. */
class DeviceAudio {
  constructor(device) {
    this.device = device;
    this.stream = null;
    this.speakerDevices = { set: async (id) => this.playsOn(id) };
    this.ringtoneDevices = { set: async () => {} };
  }

  /** Raises what getUserMedia does: no microphone, or not allowed. */
  async setInputDevice(id) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, deviceId: id } });
    this.close();
    this.stream = stream;
    this.context = new AudioContext();
    this.meter = loudness(this.context, stream);
    this.lends();
  }

  async unsetInputDevice() {
    this.close();
  }

  playsOn(id) {
    this.speaker = id;
    this.lends();
  }

  lends() {
    const earpiece = this.device.earpiece;
    if (!earpiece) return;
    earpiece.speaker = this.speaker ?? "";
    earpiece.speaksThrough(this.stream?.getAudioTracks()[0] ?? null);
  }

  /** How loud it is here and there, 0 to 1. */
  levels() {
    const there = [...(this.device.earpiece?.peers.values() ?? [])].map((peer) => peer.level);
    return [this.meter?.() ?? 0, Math.max(0, ...there)];
  }

  /** The names of those who are heard with a sound of their own: what they type is not said on top of it. */
  talkers() {
    return new Set([...(this.device.earpiece?.peers.values() ?? [])].map((peer) => peer.name));
  }

  close() {
    this.device.earpiece?.speaksThrough(null);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.meter = null;
    this.context?.close();
    this.context = null;
  }
}

function loudness(context, stream) {
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.min(1, Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length) * 4);
  };
}
