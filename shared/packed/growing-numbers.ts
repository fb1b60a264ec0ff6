const FIRST = 1_024;

/** A list of whole numbers below 2³², four bytes each: as a list of JavaScript's, hashes take three times as much. */
export class GrowingNumbers {
  #numbers = new Uint32Array(FIRST);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Uint32Array(this.#length * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  at(index: number): number {
    return index < this.#length ? (this.#numbers[index] ?? 0) : 0;
  }

  /** Places at which stands what stands at another place as well. */
  repeated(): number[] {
    const places = Uint32Array.from({ length: this.#length }, (_, place) => place).sort((a, b) => this.at(a) - this.at(b));
    const isLike = (one: number | undefined, other: number | undefined) =>
      one !== undefined && other !== undefined && this.at(one) === this.at(other);
    return [...places.filter((place, nth) => isLike(place, places[nth - 1]) || isLike(place, places[nth + 1]))];
  }
}
