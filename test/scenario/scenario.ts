/**
 * A scenario is a story with telephones. It is told in a district's words, and it is believed only what the telephone network
 * says rang. It ends in silence: a ring that no line of the story claimed fails it, and so do the promises that hold always.
 */
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, inject, test } from 'vitest';
import { runUntilSo } from '../../cli/demo/day-clock.ts';
import { importExport } from '../../cli/demo/intake.ts';
import { untilClosed } from '../../cli/demo/notices.ts';
import { type Stage, type StageOptions, setStage } from '../../cli/demo/stage.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import type { Script } from '../../infra/local/telephone-network/index.ts';
import { eventBridgeClient } from '../../shared/aws/clients.ts';
import type { Call } from '../../shared/calls/call.ts';
import type { Purpose } from '../../shared/notices/purpose.ts';
import { type Family, familiesAt } from './families.ts';
import { Phone } from './phone.ts';
import { promisesHeld } from './promises.ts';

export interface NoticeOf {
  readonly purpose: Purpose;
  /** The whole district unless told. */
  readonly school?: string;
  readonly message: string;
  readonly id?: string;
  /** From now; the district's own expiry unless told. */
  readonly expiresInMinutes?: number;
}

/** What a story can do and see. */
export class Day {
  readonly stage: Stage;
  #notices = 0;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** Drops the night's export and waits until it is in the book. @param sample another night's than the story's own */
  async nightlyExport(sample = this.stage.sample): Promise<void> {
    const { report } = await importExport(this.stage, 'a test', sample);
    expect(report.result, report.summary).toBe('imported');
  }

  /** Families at a school in which nothing is special: nobody restricted, nobody sharing a phone with another family. */
  families(school: string): readonly Family[] {
    return familiesAt(school, this.stage.sample);
  }

  phone(number: string): Phone {
    return new Phone(number, this.stage.cloud.phones);
  }

  /** What everybody does whom the story does not mention. */
  everybody(script: Script): void {
    this.stage.cloud.phones.everybody(script);
  }

  /** Raises a notice with a plain PutEvents. Returns its id. */
  async raise({ purpose, school, message, id, expiresInMinutes }: NoticeOf): Promise<string> {
    this.#notices += 1;
    const noticeId = id ?? `story-${this.#notices}`;
    const expiry = this.stage.cloud.clock.now() + (expiresInMinutes ?? 0) * 60_000;
    await this.put('Notice Raised', {
      noticeId,
      purpose,
      audience: school === undefined ? { kind: 'district' } : { kind: 'schools', schools: [school] },
      message: { name: message },
      raisedBy: 'a-test',
      ...(expiresInMinutes === undefined ? {} : { expiresAt: new Date(expiry).toISOString() }),
    });
    return noticeId;
  }

  /** Puts one event on the district's bus, as every allowed system may. Returns its id. */
  async put(detailType: string, detail: Readonly<Record<string, unknown>>): Promise<string> {
    const entry = {
      EventBusName: this.stage.district.outputs['BusName'],
      Source: 'ringfence.test',
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    };
    const { Entries = [] } = await eventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
    return Entries[0]?.EventId ?? '';
  }

  /** Lets simulated time pass until every call of the notice has ended. Returns the calls. */
  async untilClosed(noticeId: string, limitMinutes = 480): Promise<readonly Call[]> {
    await untilClosed(noticeId, limitMinutes, this.stage);
    return this.stage.district.calls.allOf(noticeId);
  }

  /** Lets simulated time pass, in seconds. */
  async leap(seconds: number): Promise<void> {
    const { clock } = this.stage.cloud;
    await clock.runUntil(clock.now() + seconds * 1_000);
  }

  /** Lets simulated time pass, `stepMs` at a time, until the probe finds something. */
  until<T>(what: string, probe: () => Promise<T | undefined>, limitMinutes = 30, stepMs?: number): Promise<T> {
    return runUntilSo(what, limitMinutes, this.stage, probe, stepMs);
  }

  /** Says that everything which rang for this notice was meant to. */
  claimAll(noticeId: string): void {
    const { phones } = this.stage.cloud;
    phones.claim(...phones.rings().filter(({ name }) => name.startsWith(`${noticeId}.`)));
  }
}

export interface ScenarioOptions extends Partial<StageOptions> {
  /** Real time the machine may take, ms. */
  readonly patienceMs?: number;
  /** For a story about something broken: what IAM refuses in it, as `<caller> <action>`. The promises hold all the same. */
  readonly denied?: readonly string[];
}

const STUDENTS = 60;
/** 09:00 in the sample district: calls that are no emergencies may be placed, so that no story waits for the morning. */
const CALLING_HOURS = '2026-11-24T15:00:00Z';

/** Tells a story on a local cloud of its own. Unmentioned people let it ring, so that only what is told can be heard. */
export function scenario(title: string, options: ScenarioOptions, story: (day: Day) => Promise<void>): void {
  test(title, { timeout: options.patienceMs ?? 240_000 }, async () => {
    const { denied = [], patienceMs: _patience, ...stageOptions } = options;
    const terminal = createTerminal(process.stdout, true);
    const stage = await setStage(
      { ...terminal, result: () => undefined },
      { seed: 1, students: STUDENTS, startAt: CALLING_HOURS, assembly: inject('assembly'), ...stageOptions },
    );
    stage.cloud.phones.everybody({ misses: true });
    try {
      await story(new Day(stage));
      await promisesHeld(stage, denied);
    } finally {
      await stage.cloud.stop();
    }
  });
}
