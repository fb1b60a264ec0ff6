/** Buses, their rules, and what becomes of an event: matched, transformed, delivered. */

import type { CloudWorld } from '../cloud-world.ts';
import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import { listAt, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';
import type { BusEvent, Instant } from '../world.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { compileSchedule, type Schedule } from './schedule.ts';
import { compileTarget, type Delivery, type Target } from './target.ts';

export const RULE_PROPERTIES = {
  honoured: ['Name', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets'],
  inert: ['Description', 'RoleArn', 'Tags'],
};

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly enabled: boolean;
  readonly pattern?: unknown;
  readonly scheduleExpression?: string;
  readonly matches: Matcher;
  readonly schedule: Schedule | undefined;
  readonly targets: readonly Target[];
}

export class Buses {
  readonly #world: CloudWorld;
  readonly #delivery: Delivery;
  readonly #names = new Set(['default']);
  readonly #rules: Rule[] = [];
  readonly #id: () => string;

  constructor(world: CloudWorld, delivery: Delivery) {
    this.#world = world;
    this.#delivery = delivery;
    const bytes = seededBytes(world, 'events.ids');
    this.#id = () => uuidOf(bytes(16));
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  addBus(name: string): void {
    this.#names.add(name);
  }

  /** @param nameOrArn as clients give it; absent means the default bus */
  busName(nameOrArn: string | undefined): string | undefined {
    const name = nameOrArn === undefined ? 'default' : nameOrArn.replace(/^arn:.*:event-bus\//, '');
    return this.#names.has(name) ? name : undefined;
  }

  busArn(name: string): string {
    return `arn:aws:events:${this.#world.region}:${this.#world.accountId}:event-bus/${name}`;
  }

  addRule(id: string, properties: Properties): Rule {
    refuseUnknown(id, properties, RULE_PROPERTIES);
    const busName = this.busName(textAt(id, properties, 'EventBusName'));
    if (busName === undefined) throw new Error(`there is no event bus ${String(properties['EventBusName'])}`);
    const name = textAt(id, properties, 'Name') ?? id;
    const arn = `arn:aws:events:${this.#world.region}:${this.#world.accountId}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`;
    const scheduleExpression = textAt(id, properties, 'ScheduleExpression');
    const pattern = properties['EventPattern'];
    const rule: Rule = {
      name,
      arn,
      busName,
      enabled: properties['State'] !== 'DISABLED',
      ...(pattern === undefined ? {} : { pattern }),
      ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
      matches: pattern === undefined ? () => false : compilePattern(pattern),
      schedule: scheduleExpression === undefined ? undefined : compileSchedule(scheduleExpression, this.#world.clock.now()),
      targets: listAt(id, properties, 'Targets').map((target) =>
        compileTarget(this.#world, this.#delivery, { ruleName: name, ruleArn: arn }, target),
      ),
    };
    this.#rules.push(rule);
    return rule;
  }

  /** Accepts an event and delivers it in a later turn, as EventBridge does. @returns its id */
  put(busName: string, event: BusEvent, time: Instant = this.#world.clock.now()): string {
    const envelope = this.#envelope(event, time);
    const { promise, resolve } = Promise.withResolvers<void>();
    void this.#world.clock.busy(promise);
    setImmediate(() => {
      for (const rule of this.#rules)
        if (rule.busName === busName && rule.enabled && rule.matches(envelope)) this.#deliver(rule, envelope);
      resolve();
    });
    return envelope.id;
  }

  /** From here on schedules fire. */
  start(): void {
    for (const rule of this.#rules) if (rule.enabled && rule.schedule !== undefined) this.#awaitNext(rule, rule.schedule);
  }

  #awaitNext(rule: Rule, schedule: Schedule): void {
    const next = schedule(this.#world.clock.now());
    if (next === undefined) return;
    const fire = (): void => {
      const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {}, resources: [rule.arn] };
      this.#deliver(rule, this.#envelope(event, next));
      this.#awaitNext(rule, schedule);
    };
    this.#world.clock.at(next, `schedule of ${rule.name}`, fire, { recurring: true });
  }

  #deliver(rule: Rule, envelope: Readonly<Record<string, unknown>>): void {
    try {
      for (const target of rule.targets) target.send(envelope);
    } catch (error) {
      this.#world.clock.fail(new Error(`rule ${rule.name} cannot deliver: ${String(error)}`, { cause: error }));
    }
  }

  #envelope(event: BusEvent, time: Instant) {
    return {
      version: '0',
      id: this.#id(),
      'detail-type': event['detail-type'],
      source: event.source,
      account: this.#world.accountId,
      // EventBridge knows whole seconds.
      time: `${new Date(time).toISOString().slice(0, 19)}Z`,
      region: this.#world.region,
      resources: event.resources ?? [],
      detail: event.detail,
    };
  }
}
