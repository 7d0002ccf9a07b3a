/** Somebody who tells what happens to whoever listens: on("name", heard). */

export class Emitter {
  #heard = new Map();

  on(name, heard) {
    this.#heard.set(name, [...(this.#heard.get(name) ?? []), heard]);
    return this;
  }

  emit(name, ...told) {
    for (const heard of this.#heard.get(name) ?? []) heard(...told);
  }
}
