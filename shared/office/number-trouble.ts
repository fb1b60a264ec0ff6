import type { Call } from '../calls/call.ts';
import type { Contact } from '../contacts/contact.ts';
import { type KeepTaskPorts, openTasks } from './keep-tasks.ts';
import type { TaskPeople } from './office.ts';
import type { NumberKind, OfficeTask, Opening, TaskCause } from './task.ts';

/** Somebody or something says that nobody is reached on a number. */
export interface NumberTrouble {
  readonly kind: NumberKind;
  readonly numberKey: string;
  /** Who has it, where that is known; else it is looked up. */
  readonly contactKeys?: readonly string[];
  readonly cause: TaskCause;
}

export interface TroublePorts extends KeepTaskPorts {
  readonly office: KeepTaskPorts['office'] & Pick<TaskPeople, 'contacts' | 'holders'>;
}

/**
 * Puts numbers on the office's list. A number nobody in the book has is nobody's task. Idempotent, durable and faulty as
 * `openTasks`; at most two reads for all of them before that, and nothing for none.
 */
export async function openForNumbers(ports: TroublePorts, troubles: readonly NumberTrouble[]): Promise<readonly OfficeTask[]> {
  if (troubles.length === 0) return [];
  const unknown = troubles.filter(({ contactKeys }) => contactKeys === undefined).map(({ numberKey }) => numberKey);
  const holders = unknown.length === 0 ? new Map<string, readonly string[]>() : await ports.office.holders(unknown);
  const keyed = troubles.map((trouble) => ({
    ...trouble,
    contactKeys: trouble.contactKeys ?? holders.get(trouble.numberKey) ?? [],
  }));
  const contacts = await ports.office.contacts([...new Set(keyed.flatMap(({ contactKeys }) => contactKeys))]);
  return openTasks(ports, openingsFor(keyed, contacts));
}

/** Of contacts that left the book or the number, nothing is left to do. Pure. */
export function openingsFor(
  troubles: readonly (NumberTrouble & { readonly contactKeys: readonly string[] })[],
  contacts: ReadonlyMap<string, Contact>,
): readonly Opening[] {
  return troubles.flatMap(({ kind, numberKey, contactKeys, cause }) => {
    const own = contactKeys.flatMap((key) => contacts.get(key) ?? []).filter((contact) => hasNumber(contact, numberKey));
    const [first] = own;
    if (first === undefined) return [];
    const edges = own.flatMap((contact) => contact.edges);
    const students = [...new Set(edges.map(({ studentKey }) => studentKey))].sort();
    // The first in alphabetical order, so that brothers and sisters at two schools are one task.
    const [schoolId = 'none'] = edges.flatMap(({ schoolIds }) => schoolIds).sort();
    const subject = { kind, numberKey };
    return [
      {
        subject,
        schoolId,
        contactKeys: own.map(({ contactKey }) => contactKey),
        students,
        cause: { auditSubject: first.auditSubject, ...cause },
      },
    ];
  });
}

export function hasNumber({ numbers }: Pick<Contact, 'numbers'>, numberKey: string): boolean {
  return numbers.some((number) => number.numberKey === numberKey);
}

/** Refusals that say of the number itself that nobody the school knows is reached there. */
const KIND_OF_RULE: Readonly<Record<string, NumberKind>> = {
  'not-my-number': 'not-my-number',
  reassigned: 'reassigned',
  'number.not-callable': 'invalid',
};

/** What the calls of a notice that is over say of their numbers: the network's word, a key, the gate's rule. Pure. */
export function troublesIn(
  calls: readonly Call[],
  raisedAt: string,
): readonly (NumberTrouble & { contactKeys: readonly string[] })[] {
  return calls.flatMap((call) => {
    const kind = kindOf(call);
    if (kind === undefined) return [];
    const { callId, noticeId, numberKey } = call;
    const contactKeys = call.recipients.map(({ contactKey }) => contactKey);
    const at = call.endedAt ?? raisedAt;
    return [{ kind, numberKey, contactKeys, cause: { id: `${callId}.${kind}`, at, noticeId, callId } }];
  });
}

function kindOf({ state, outcome, rule }: Call): NumberKind | undefined {
  if (outcome === 'not-my-number') return 'not-my-number';
  if (state === 'not-delivered' && outcome === 'invalid-number') return 'invalid';
  return state === 'refused' && rule !== undefined ? KIND_OF_RULE[rule] : undefined;
}
