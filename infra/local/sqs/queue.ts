import type { Deadline, Instant, LocalQueue, ReceivedMessage, World } from '../world.ts';
import { defaults, type Settings, wholeNumber } from './attributes.ts';
import { md5OfBody } from './checksums.ts';
import { messageNotInflight, queueDoesNotExist, receiptHandleIsInvalid } from './errors.ts';
import { FairLine } from './fair-line.ts';
import { Heap } from './heap.ts';
import { handleOf, type Message, type NewMessage, readHandle, standingMessage } from './message.ts';

export interface Surroundings {
  readonly world: World;
  readonly newId: () => string;
  readonly find: (arn: string) => Queue | undefined;
}

/**
 * One standard queue. Delayed and in-flight messages wait in a heap by the moment they become visible, and one deadline
 * on the clock stands for the first of them. Retention is applied when somebody looks, never by a deadline: a message
 * nobody reads must not make an idle cloud run on for two weeks.
 */
export class Queue implements LocalQueue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly createdAt: Instant;
  settings: Settings = defaults;
  modifiedAt: Instant;
  purgedAt: Instant | undefined;
  readonly #around: Surroundings;
  readonly #messages = new Map<string, Message>();
  readonly #visible = new FairLine<Message>();
  readonly #waiting = new Heap<Message>();
  readonly #expiring = new Heap<Message>();
  readonly #listeners = new Set<() => void>();
  #inflight = 0;
  #receives = 0;
  #deadline: Deadline | undefined;

  constructor(name: string, around: Surroundings) {
    const { accountId, region, endpoint, clock } = around.world;
    this.name = name;
    this.arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    this.url = `${endpoint}/${accountId}/${name}`;
    this.createdAt = clock.now();
    this.modifiedAt = this.createdAt;
    this.#around = around;
  }

  send(body: string, options: { readonly delaySeconds?: number; readonly groupId?: string } = {}): string {
    const { accountId, clock } = this.#around.world;
    const id = this.#around.newId();
    const delaySeconds = wholeNumber('DelaySeconds', options.delaySeconds ?? this.settings.DelaySeconds, [0, 900]);
    const fixed = { id, body, md5: md5OfBody(body), groupId: options.groupId, senderId: accountId, sentAt: clock.now() };
    this.accept({ ...fixed, attributes: {}, systemAttributes: {} }, delaySeconds);
    return id;
  }

  /** Takes a message in, visible after `delaySeconds`. */
  accept(from: NewMessage, delaySeconds: number): void {
    const message = standingMessage(from);
    this.#messages.set(message.id, message);
    message.expiry = this.#expiring.push(message.sentAt + this.settings.MessageRetentionPeriod * 1000, message);
    if (delaySeconds > 0) this.#wait(message, 'delayed', delaySeconds);
    else this.#show(message);
  }

  receiveNow(max: number): ReceivedMessage[] {
    return this.receive(max, this.settings.VisibilityTimeout).map(({ message, handle }) => ({
      messageId: message.id,
      receiptHandle: handle,
      body: message.body,
      receiveCount: message.receiveCount,
      sentAt: message.sentAt,
      firstReceivedAt: message.firstReceivedAt ?? message.sentAt,
      ...(message.groupId === undefined ? {} : { groupId: message.groupId }),
      attributes: message.attributes,
    }));
  }

  /** Takes up to `max` visible messages; those received too often go to the dead-letter queue instead. */
  receive(max: number, visibilitySeconds: number): { readonly message: Message; readonly handle: string }[] {
    this.#expire();
    const taken: { message: Message; handle: string }[] = [];
    while (taken.length < max) {
      const message = this.#visible.shift();
      if (message === undefined) break;
      if (this.#moveToDeadLetters(message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAt ??= this.#around.world.clock.now();
      this.#receives += 1;
      message.receive = this.#receives;
      taken.push({ message, handle: handleOf(this.name, message) });
      this.#inflight += 1;
      this.#wait(message, 'inflight', visibilitySeconds);
    }
    return taken;
  }

  /** A handle of an earlier receive is taken and does nothing, as AWS documents for standard queues. */
  deleteMessage(receiptHandle: string): void {
    const message = this.#held(receiptHandle);
    if (message !== undefined) this.#drop(message);
  }

  changeVisibility(receiptHandle: string, seconds: number): void {
    const timeout = wholeNumber('VisibilityTimeout', seconds, [0, 43_200]);
    const message = this.#held(receiptHandle);
    if (message?.standing !== 'inflight') throw messageNotInflight();
    this.#takeOff(message);
    if (timeout === 0) {
      this.#show(message);
      this.#watch();
      return;
    }
    this.#inflight += 1;
    this.#wait(message, 'inflight', timeout);
  }

  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  visibleCount(): number {
    this.#expire();
    return this.#visible.size;
  }

  counts(): { readonly visible: number; readonly inflight: number; readonly delayed: number } {
    this.#expire();
    return {
      visible: this.#visible.size,
      inflight: this.#inflight,
      delayed: this.#messages.size - this.#visible.size - this.#inflight,
    };
  }

  /** Every message there is, in whatever standing; for scans and tests. */
  messages(): Iterable<Message> {
    this.#expire();
    return this.#messages.values();
  }

  /** When the message was sent that has waited longest, ms since the epoch. */
  oldestSentAt(): Instant | undefined {
    this.#expire();
    const first = this.#expiring.first();
    return first?.value.sentAt;
  }

  purge(): void {
    for (const message of [...this.#messages.values()]) this.#drop(message);
  }

  /** Takes one visible message out for good, to be put elsewhere: for message move tasks. */
  takeOut(): Message | undefined {
    this.#expire();
    const message = this.#visible.shift();
    if (message !== undefined) this.#forget(message);
    return message;
  }

  #held(receiptHandle: string): Message | undefined {
    const read = readHandle(this.name, receiptHandle);
    if (read === undefined) throw receiptHandleIsInvalid(receiptHandle);
    const message = this.#messages.get(read.id);
    return message?.receive === read.receive ? message : undefined;
  }

  #moveToDeadLetters(message: Message): boolean {
    const policy = this.settings.RedrivePolicy;
    if (policy === undefined || message.receiveCount < policy.maxReceiveCount) return false;
    const target = this.#around.find(policy.deadLetterTargetArn);
    if (target === undefined) throw queueDoesNotExist();
    this.#forget(message);
    target.accept({ ...message, movedFrom: this.arn }, 0);
    return true;
  }

  #show(message: Message): void {
    message.standing = 'visible';
    this.#visible.push(message.groupId ?? '', message);
    for (const listener of [...this.#listeners]) listener();
  }

  #wait(message: Message, standing: 'delayed' | 'inflight', seconds: number): void {
    message.standing = standing;
    message.wake = this.#waiting.push(this.#around.world.clock.now() + seconds * 1000, message);
    this.#watch();
  }

  /** Keeps one deadline on the clock, for the first message that will become visible. */
  #watch(): void {
    const first = this.#waiting.first();
    if (this.#deadline?.at === first?.at) return;
    this.#deadline?.cancel();
    this.#deadline =
      first && this.#around.world.clock.at(first.at, `sqs ${this.name}: a message becomes visible`, () => this.#wake());
  }

  #wake(): void {
    this.#deadline = undefined;
    const now = this.#around.world.clock.now();
    for (let first = this.#waiting.first(); first !== undefined && first.at <= now; first = this.#waiting.first()) {
      this.#takeOff(first.value);
      this.#show(first.value);
    }
    this.#watch();
  }

  #expire(): void {
    const now = this.#around.world.clock.now();
    for (let first = this.#expiring.first(); first !== undefined && first.at <= now; first = this.#expiring.first()) {
      this.#drop(first.value);
    }
  }

  #drop(message: Message): void {
    this.#takeOff(message);
    this.#forget(message);
    this.#watch();
  }

  /** Off the waiting heap or out of the visible line, whichever it is in. */
  #takeOff(message: Message): void {
    if (message.standing === 'visible') this.#visible.remove(message.groupId ?? '', message);
    if (message.standing === 'inflight') this.#inflight -= 1;
    if (message.wake !== undefined) this.#waiting.remove(message.wake);
    message.wake = undefined;
  }

  #forget(message: Message): void {
    this.#messages.delete(message.id);
    if (message.expiry !== undefined) this.#expiring.remove(message.expiry);
    message.standing = 'gone';
  }
}
