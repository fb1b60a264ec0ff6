/**
 * The visible messages of a queue, one line per message group, served in turns: a group that floods the queue waits
 * behind itself and not before the others.
 * AWS: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export class FairLine<T> {
  readonly #groups = new Map<string, Set<T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(group: string, item: T): void {
    const line = this.#groups.get(group);
    if (line === undefined) this.#groups.set(group, new Set([item]));
    else line.add(item);
    this.#size += 1;
  }

  /** The next item; its group goes to the end of the turn. */
  shift(): T | undefined {
    for (const [group, line] of this.#groups) {
      for (const item of line) {
        this.remove(group, item);
        if (this.#groups.delete(group)) this.#groups.set(group, line);
        return item;
      }
    }
    return undefined;
  }

  remove(group: string, item: T): void {
    const line = this.#groups.get(group);
    if (line === undefined || !line.delete(item)) return;
    this.#size -= 1;
    if (line.size === 0) this.#groups.delete(group);
  }
}
