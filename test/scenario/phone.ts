import { expect } from 'vitest';
import type { Ring, Script, TelephoneNetwork } from '../../infra/local/telephone-network/index.ts';

/** One telephone of a story, and whoever is near it. */
export class Phone {
  readonly number: string;
  readonly #network: TelephoneNetwork;
  #seen = 0;

  constructor(number: string, network: TelephoneNetwork) {
    this.number = number;
    this.#network = network;
    this.#seen = network.rings(number).length;
  }

  /** What happens at its next rings, one script a ring; the last one stays. */
  does(...scripts: readonly [Script, ...Script[]]): this {
    this.#network.person(this.number, ...scripts);
    return this;
  }

  /** Rings since the story last looked, in order. */
  #fresh(): readonly Ring[] {
    const fresh = this.#network.rings(this.number).slice(this.#seen);
    this.#seen += fresh.length;
    this.#network.claim(...fresh);
    return fresh;
  }

  /** It rang since the story last looked; claims it. @param heard words that were said to whoever picked up last */
  rang(times: number, heard?: RegExp): readonly Ring[] {
    const rings = this.#fresh();
    expect(rings.length, `rings of ${this.number}`).toBe(times);
    if (heard !== undefined)
      expect(
        rings
          .at(-1)
          ?.heard.map(({ text }) => text)
          .join(' '),
      ).toMatch(heard);
    return rings;
  }

  /** It has not rung since the story last looked. */
  silent(): void {
    expect(
      this.#fresh().map(({ name }) => name),
      `${this.number} should have been left alone`,
    ).toEqual([]);
  }
}
