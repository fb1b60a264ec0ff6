import type { Docket } from './findings.ts';
import type { PlacedRecord } from './reading.ts';
import type { AuditRecord } from './record.ts';
import { finalEntry, rootOfSorted } from './tree.ts';

type Place = Pick<PlacedRecord, 'object' | 'line'>;

interface NoticeStory {
  /** The last plan counts: a planning cut short may have recorded one that was then replaced. */
  planned?: { readonly calls: number; readonly root: string };
  closed?: { readonly counts: Readonly<Record<string, number>>; readonly root: string } & Place;
  readonly finals: Map<string, string>;
  /** Whether any of its calls was placed. */
  rang: boolean;
}

/** Whether the records, each sound in itself, add up: no ring without its permit, no notice that lost anybody. */
export class Meaning {
  /** Consent versions of the permits, by call and attempt. */
  readonly #permits = new Map<string, number[]>();
  /** What each run decided last, by run, call and attempt. */
  readonly #lastWord = new Map<string, string>();
  readonly #notices = new Map<string, NoticeStory>();

  take(placed: PlacedRecord, docket: Docket): void {
    const { record } = placed;
    switch (record.kind) {
      case 'call.permit':
      case 'call.refuse':
      case 'call.defer':
      case 'call.withdrawn':
        this.#decided(record);
        return;
      case 'call.placed':
        this.#rang(placed, docket);
        return;
      case 'call.final':
        this.#story(noticeOf(record)).finals.set(record.call ?? '', String(record.facts?.['state']));
        return;
      case 'notice.planned':
        this.#story(record.notice ?? '').planned = {
          calls: Number(record.facts?.['planned']),
          root: String(record.facts?.['root']),
        };
        return;
      case 'notice.closed':
        this.#closed(placed);
        return;
      default:
    }
  }

  #decided(record: AuditRecord): void {
    const ring = ringOf(record);
    this.#lastWord.set(`${record.run} ${ring}`, record.kind);
    if (record.kind === 'call.permit') {
      this.#permits.set(ring, [...(this.#permits.get(ring) ?? []), record.decision?.consentVersion ?? -1]);
    }
  }

  /** P1, P2: the permit is older than the ring, speaks of the same attempt, and rests on the same state of consent. */
  #rang({ record, object, line }: PlacedRecord, docket: Docket): void {
    this.#story(noticeOf(record)).rang = true;
    const ring = ringOf(record);
    const permits = this.#permits.get(ring);
    const word = this.#lastWord.get(`${record.run} ${ring}`);
    const version = record.decision?.consentVersion ?? record.facts?.['consentVersion'];
    if (permits === undefined) {
      docket.convict({ class: 'ring-without-permit', object, line, detail: `${ring} rang without an earlier permit` });
    } else if (word !== undefined && word !== 'call.permit') {
      docket.convict({ class: 'ring-after-refusal', object, line, detail: `${ring} rang after ${word}` });
    } else if (typeof version === 'number' && !permits.includes(version)) {
      const detail = `${ring} rang on consent version ${version}; permitted on ${permits.join(', ')}`;
      docket.convict({ class: 'consent-version', object, line, detail });
    }
  }

  #closed({ record, object, line }: PlacedRecord): void {
    // The schema of notice.closed has counts of this form and no other.
    const counts = (record.facts?.['counts'] ?? {}) as Readonly<Record<string, number>>;
    this.#story(record.notice ?? '').closed = { counts, root: String(record.facts?.['root']), object, line };
  }

  /** P4, once everything was taken: every closed notice adds up to its plan, call by call. */
  close(docket: Docket): void {
    for (const [notice, { planned, closed, finals, rang }] of this.#notices) {
      if (closed === undefined) continue;
      const { object, line, counts, root } = closed;
      const sum = (detail: string) => docket.convict({ class: 'notice-sum', object, line, detail: `${notice}: ${detail}` });
      const total = Object.values(counts).reduce((a, b) => a + b, 0);
      // A notice that was cancelled while it was planned closes without its plan; but then nobody rang.
      if (planned === undefined && rang) sum('rang, and was never planned');
      if (planned !== undefined && planned.calls !== total) sum(`planned ${planned.calls} calls, closed with ${total}`);
      const tally = Object.groupBy(finals.values(), (state) => state);
      for (const state of new Set([...Object.keys(tally), ...Object.keys(counts)])) {
        const [said, recorded] = [counts[state] ?? 0, tally[state]?.length ?? 0];
        if (said !== recorded) sum(`says ${said} ${state}, ${recorded} are recorded`);
      }
      const wrong = (what: string) =>
        docket.convict({ class: 'notice-root', object, line, detail: `${notice}: the root over the ${what} is another` });
      if (planned !== undefined && planned.root !== rootOfSorted(finals.keys())) wrong('planned calls');
      if (root !== rootOfSorted([...finals].map(([call, state]) => finalEntry(call, state)))) wrong('final states');
    }
  }

  #story(notice: string): NoticeStory {
    const story = this.#notices.get(notice) ?? { finals: new Map(), rang: false };
    this.#notices.set(notice, story);
    return story;
  }
}

function ringOf(record: AuditRecord): string {
  return `${record.call}#${record.attempt}`;
}

/** A call's notice is the part of its id before the last dot. */
function noticeOf({ notice, call = '' }: AuditRecord): string {
  return notice ?? call.slice(0, call.lastIndexOf('.'));
}
