/** The human's own voice: the telephone at the ear hears and speaks with the tabs of those it is connected to. */

import { Earpiece } from "./earpiece.js";
import { keep, kept } from "./kept.js";
import { notice } from "./notices.js";
import { isMuted } from "./sounds.js";
import { say } from "./words.js";

export class Talk {
  constructor(changed) {
    this.changed = changed;
    this.number = null;
    this.earpiece = null;
    this.stream = null;
    this.open = kept("microphone", false);
  }

  /** `number` is the telephone at the ear while it is on a call, or null. */
  follows(number) {
    if (this.earpiece && this.earpiece.silent !== isMuted()) this.isHeardAgain();
    if (number === this.number) return;
    this.number = number;
    this.earpiece?.close();
    this.release();
    this.earpiece = number === null ? null : this.begins(number);
  }

  begins(number) {
    const earpiece = new Earpiece({ handset: number });
    earpiece.on("news", ({ peers }) => this.meets(earpiece, peers));
    earpiece.on("gone", () => (this.number = null));
    earpiece.open().catch(() => (this.number = null));
    return earpiece;
  }

  isHeardAgain() {
    this.earpiece.silent = isMuted();
    this.earpiece.speak();
  }

  /** Somebody who has sound of their own is on the line, or nobody any more. */
  meets(earpiece, peers) {
    if (earpiece !== this.earpiece) return;
    earpiece.silent = isMuted();
    this.someone = peers.length > 0;
    if (this.someone && this.open) this.takesMicrophone();
    if (!this.someone) this.release();
    this.changed();
  }

  get speaks() {
    return this.open && Boolean(this.stream);
  }

  turns(open) {
    this.open = open;
    keep("microphone", open);
    if (open) this.takesMicrophone();
    else this.release();
    this.changed();
  }

  async takesMicrophone() {
    const earpiece = this.earpiece;
    if (this.stream || this.asking) return;
    this.asking = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
      if (!this.open || earpiece !== this.earpiece || !earpiece) return stream.getTracks().forEach((track) => track.stop());
      this.stream = stream;
      earpiece.speaksThrough(stream.getAudioTracks()[0]);
    } catch {
      this.open = false;
      notice(say("no_microphone"), "warning");
    } finally {
      this.asking = false;
      this.changed();
    }
  }

  release() {
    this.earpiece?.speaksThrough(null);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    if (this.number === null) this.someone = false;
  }
}
