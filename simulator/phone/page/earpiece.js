/** This tab lends its loudspeaker and its microphone to a line: whoever is on it with a tab of their own is heard. */

import { Emitter } from "./emitter.js";
import { Peer } from "./peer.js";

const WAIT_SECONDS = 8;
const AFTER_TROUBLE_MS = 1000;
const HERE = new URL("/_sim/", import.meta.url);

export async function network(method, path, body) {
  const told = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(new URL(path, HERE), { method, cache: "no-store", keepalive: method === "DELETE", ...told });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(said.error || answer.statusText), { status: answer.status, code: said.code });
  return said;
}

/** Tells `news` (the simulator's answer), `lost` (it does not answer), `gone` (it does not know us any more). */
export class Earpiece extends Emitter {
  constructor(owner) {
    super();
    this.owner = owner;
    this.peers = new Map();
    this.track = null;
    this.speaker = "";
    this.silent = false;
    this.asked = { letter: 0, event: 0, known: "" };
    this.leaving = () => this.close();
    document.addEventListener("visibilitychange", (this.looking = () => this.speak()));
    addEventListener("pagehide", this.leaving);
  }

  async open() {
    this.id = (await network("POST", "earpieces", this.owner)).id;
    if (this.closed) this.close(); // hung up meanwhile
    else this.follow();
  }

  async follow() {
    while (this.id) {
      try {
        const news = await network("GET", `earpieces/${this.id}?${new URLSearchParams({ ...this.asked, wait: this.lost ? 0 : WAIT_SECONDS })}`);
        this.lost = false;
        this.take(news);
      } catch (trouble) {
        if (!this.id) return;
        if (trouble.status === 404) return this.ends("gone");
        this.lost = true;
        this.emit("lost", trouble);
        await new Promise((done) => setTimeout(done, AFTER_TROUBLE_MS));
      }
    }
  }

  take(news) {
    if (!this.id) return;
    this.asked = {
      letter: news.letters.at(-1)?.seq ?? this.asked.letter,
      event: news.events.at(-1)?.seq ?? this.asked.event,
      known: news.known,
    };
    this.joins(news.peers);
    for (const { from, told } of news.letters) this.peers.get(from)?.receive(told).catch(console.warn);
    this.speak();
    this.emit("news", news);
  }

  joins(peers) {
    const wanted = new Set(peers.map((peer) => peer.id));
    for (const [id, peer] of this.peers) if (!wanted.has(id)) (peer.close(), this.peers.delete(id));
    for (const told of peers) {
      if (!this.peers.has(told.id)) this.peers.set(told.id, new Peer(told.id, this.id, (letter) => this.write(told.id, letter)));
      Object.assign(this.peers.get(told.id), { heardBy: told.hears_me, heard: told.heard, name: told.name });
    }
  }

  write(to, told) {
    network("POST", `earpieces/${this.id}/letters`, { to, told }).catch(console.warn);
  }

  /** A microphone's track, or null. On one machine one microphone speaks for the tab that is looked at, and for no other. */
  speaksThrough(track) {
    this.track = track;
    this.speak();
  }

  speak() {
    for (const peer of this.peers.values()) {
      peer.says(peer.heardBy && !document.hidden ? this.track : null).catch(console.warn);
      peer.hears(peer.heard && !this.silent, this.speaker);
    }
  }

  close() {
    this.closed = true;
    if (this.id) network("DELETE", `earpieces/${this.id}`).catch(() => {});
    this.ends("closed");
  }

  ends(how) {
    this.id = null;
    for (const peer of this.peers.values()) peer.close();
    this.peers.clear();
    removeEventListener("pagehide", this.leaving);
    document.removeEventListener("visibilitychange", this.looking);
    this.emit(how);
  }
}
