// The phone in the browser, for the desk: the same whatever carries the sound. <meta name="phone" content="…"> says which:
// "twilio" is @twilio/voice-sdk, "webrtc" the demo's stand-in for it, "none" somebody whose telephone stands on the table.
//
// Events: "state" ({state, why}), "level" ({microphone, speaker}, 0 to 1), "words" (the demo alone: what is said on the line).
// States: "away" (not started, or no phone here), "ready", "lost" (it cannot be connected: `why` says what is missing),
// "in_call". A lost phone withdraws its agent's presence, and gives it back when it is there again.

import { ask } from "../acts.js";
import { choose, chosen, found, mayUseMicrophone, playOn } from "./devices.js";
import { giveBack, withdraw } from "./presence.js";

const AGAIN_AFTER_MS = 2000;
const LOST_AFTER_MS = 3000; // a moment without network is nobody's business
const TOKEN_TROUBLE = new Set([20101, 20104, 31202, 31205]);

class Phone extends EventTarget {
  state = "away";
  why = "";
  muted = false;
  heard = false; // whether there is a microphone we may use
  #agent = null;
  #device = null;
  #call = null;
  #asking = null;
  #missed = null;
  #lostAt = null;

  get carrier() {
    return document.querySelector('meta[name="phone"]')?.content || "none";
  }

  // Whose phone it is. Resolves when it can be connected, or once is known that it cannot yet: it goes on trying by itself.
  async start({ agent }) {
    if (this.carrier === "none" || this.#agent) return;
    this.#agent = agent;
    addEventListener("online", () => this.#connects());
    addEventListener("storage", () => this.#playsAsChosen()); // chosen in the tab of the sound check
    addEventListener("beforeunload", (event) => this.#call && event.preventDefault());
    await this.#connects();
  }

  // Take the caller a reservation holds. Raises an Error whose `why` is "no_phone", "no_microphone" or "busy".
  async accept(reservation) {
    if (this.#call) throw trouble("busy");
    if (!this.#device || this.state !== "ready") throw trouble("no_phone");
    if (!this.heard) await this.#hasMicrophone();
    const microphone = { deviceId: chosen().microphone };
    const call = await this.#device.connect({ params: { reservation }, rtcConstraints: { audio: microphone } });
    this.#picksUp(call);
  }

  #picksUp(call) {
    this.#call = call;
    this.muted = false;
    call.on("volume", (microphone, speaker) => this.#tell("level", { microphone, speaker }));
    for (const over of ["disconnect", "cancel", "reject"]) call.on(over, () => this.#hangsUp(call));
    call.on("error", (error) => this.#stumbles(call, error));
    this.#becomes("in_call");
    if (call.status() === "closed") this.#hangsUp(call);
  }

  end() {
    this.#call?.disconnect();
  }

  mute(wanted) {
    this.#call?.mute(wanted);
    this.muted = Boolean(this.#call) && wanted;
    this.#tell("state", { state: this.state, why: this.why });
  }

  digits(pressed) {
    this.#call?.sendDigits(pressed);
  }

  devices() {
    return found();
  }

  // Kept in this browser for the next time: {microphone, speaker, ring}, each the id of a device.
  async use(wanted) {
    choose(wanted);
    if (this.#call && wanted.microphone) await this.#device.audio.setInputDevice(wanted.microphone);
    await this.#playsAsChosen();
  }

  async #connects() {
    clearTimeout(this.#missed);
    this.#asking ??= this.#connectsOnce().finally(() => (this.#asking = null));
    await this.#asking;
  }

  async #connectsOnce() {
    try {
      const { token } = await this.#token();
      if (this.#device) await this.#device.updateToken(token);
      else await this.#makes(token);
      if (this.#device.state === "unregistered") await this.#device.register();
      if (this.#device.state === "registered") this.#isThere();
    } catch (error) {
      this.#isLost(error.why ?? "no_line");
    }
  }

  async #makes(token) {
    const { makeDevice } = await import(this.carrier === "webrtc" ? "./webrtc.js" : "./twilio.js");
    await this.#hasMicrophone();
    const device = await makeDevice(token);
    device.on("registered", () => this.#isThere());
    device.on("unregistered", () => this.#isLost("no_line"));
    device.on("tokenWillExpire", () => this.#renews());
    device.on("error", (error) => TOKEN_TROUBLE.has(error.code) && this.#renews());
    device.on("incoming", (call) => call.ignore()); // a desk takes reservations; nobody rings a browser
    device.on("words", (heard) => this.#tell("words", heard));
    this.#device = device;
    await this.#playsAsChosen();
  }

  #token() {
    return ask("POST", `/api/v1/agents/${encodeURIComponent(this.#agent)}/device-token`).catch((error) => {
      throw trouble(error.faults ? "no_token" : "no_line");
    });
  }

  async #renews() {
    try {
      await this.#device.updateToken((await this.#token()).token);
    } catch {
      this.#isLost("no_token");
    }
  }

  // Asked for when the shift begins rather than when the first caller waits. The demo can be listened to without one.
  async #hasMicrophone() {
    this.heard = await mayUseMicrophone();
    document.body.toggleAttribute("data-no-microphone", !this.heard);
    if (!this.heard && this.carrier === "twilio") throw trouble("no_microphone");
  }

  async #playsAsChosen() {
    const { speaker, ring } = chosen();
    if (!this.#device) return;
    await playOn(this.#device.audio.speakerDevices, speaker);
    await playOn(this.#device.audio.ringtoneDevices, ring);
  }

  #isThere() {
    clearTimeout(this.#missed);
    this.#lostAt = null;
    if (this.state === "ready") return;
    this.#becomes(this.#call ? "in_call" : "ready");
    giveBack(this.#agent);
  }

  #isLost(why) {
    clearTimeout(this.#missed);
    this.#missed = setTimeout(() => this.#connects(), AGAIN_AFTER_MS);
    if (this.#call) return; // the conversation goes on as long as its sound does
    this.#lostAt ??= performance.now();
    if (performance.now() - this.#lostAt > LOST_AFTER_MS) withdraw(this.#agent); // seen to again and again: they may become ready
    this.#becomes("lost", why);
  }

  // Twilio says no more than this of a call that never came about.
  #stumbles(call, error) {
    this.#tell("trouble", { code: error.code, message: error.message });
    if (call.status() === "closed") this.#hangsUp(call);
  }

  #hangsUp(call) {
    if (this.#call !== call) return;
    this.#call = null;
    this.muted = false;
    Promise.resolve(this.#device.audio.unsetInputDevice()).catch(() => {}); // the microphone is off between calls
    this.#tell("level", { microphone: 0, speaker: 0 });
    if (this.#device.state === "registered") this.#becomes("ready");
    else this.#isLost("no_line");
  }

  #becomes(state, why = "") {
    if (this.state === state && this.why === why) return;
    [this.state, this.why] = [state, why];
    document.body.dataset.phone = state;
    this.#tell("state", { state, why });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const trouble = (why) => Object.assign(new Error(why), { why });

export const phone = new Phone();
