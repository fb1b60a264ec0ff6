/** A thread that says when it has nothing left to do but wait for a timer or a message. */

/** What goes on without the clock, right now. */
export interface UnderWay {
  /** Work whose end stirs the thread: requests, compression, cryptography. */
  readonly counted: number;
  /** Work that ends in silence: files, names, turns of the loop. */
  readonly silent: number;
}

/** What is caused by one event starts within so many turns of the loop. */
const TURNS = 4;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Rest {
  readonly #underWay: () => UnderWay;
  readonly #say: () => void;
  #stirs = 0;
  #looking = false;

  /** @param say called each time the thread has come to rest */
  constructor(underWay: () => UnderWay, say: () => void) {
    this.#underWay = underWay;
    this.#say = say;
  }

  /** Something happened in this thread. */
  stir(): void {
    this.#stirs++;
    if (!this.#looking) void this.#look();
  }

  async #look(): Promise<void> {
    this.#looking = true;
    let before: number;
    let underWay: UnderWay;
    do {
      before = this.#stirs;
      for (let turns = 0; turns < TURNS; turns++) await turn();
      underWay = this.#underWay();
    } while (this.#stirs !== before || (underWay.counted === 0 && underWay.silent > 0));
    this.#looking = false;
    if (underWay.counted === 0) this.#say();
  }
}
