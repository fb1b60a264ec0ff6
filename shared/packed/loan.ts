/**
 * Something large that is given back before whoever was handed it is done. A parameter would hold on to it for as long as the
 * function runs, and a file of a large district is a tenth of what an import may take.
 */
export class Loan<T> {
  #value: T | undefined;

  constructor(value: T) {
    this.#value = value;
  }

  /** @throws Error once it has been given back */
  get value(): T {
    if (this.#value === undefined) throw new Error('what was lent has been given back');
    return this.#value;
  }

  giveBack(): void {
    this.#value = undefined;
  }
}
