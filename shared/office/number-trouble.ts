import type { Call } from '../calls/call.ts';
import type { Contact } from '../contacts/contact.ts';
import { type KeepTaskPorts, openTasks } from './keep-tasks.ts';
import type { TaskPeople, TaskStore } from './office.ts';
import type { NumberKind, OfficeTask, Opening, TaskCause } from './task.ts';

/** Somebody or something says that nobody is reached on a number. Whose it is, the book knows: all of them, whoever was called. */
export interface NumberTrouble {
  readonly kind: NumberKind;
  readonly numberKey: string;
  readonly cause: TaskCause;
}

export interface TroublePorts extends KeepTaskPorts {
  readonly office: TaskStore & Pick<TaskPeople, 'contacts' | 'holders'>;
}

/**
 * Puts numbers on the office's list. A number nobody in the book has is nobody's task. Idempotent, durable and faulty as
 * `openTasks`; two reads for all of them before that, and nothing for none.
 */
export async function openForNumbers(ports: TroublePorts, troubles: readonly NumberTrouble[]): Promise<readonly OfficeTask[]> {
  if (troubles.length === 0) return [];
  const holders = await ports.office.holders([...new Set(troubles.map(({ numberKey }) => numberKey))]);
  const contacts = await ports.office.contacts([...new Set([...holders.values()].flat())]);
  const openings = troubles.flatMap((trouble) => openingFor(trouble, holders.get(trouble.numberKey) ?? [], contacts));
  return openTasks(ports, openings);
}

/** Of contacts that have left the book or the number since, nothing is left to do. */
function openingFor(
  { kind, numberKey, cause }: NumberTrouble,
  contactKeys: readonly string[],
  contacts: ReadonlyMap<string, Contact>,
): readonly Opening[] {
  const own = contactKeys.flatMap((key) => contacts.get(key) ?? []).filter((contact) => hasNumber(contact, numberKey));
  const [first] = own;
  if (first === undefined) return [];
  const edges = own.flatMap((contact) => contact.edges);
  const students = [...new Set(edges.map(({ studentKey }) => studentKey))].sort();
  // The first in alphabetical order, so that brothers and sisters at two schools are one task.
  const [schoolId = 'none'] = edges.flatMap(({ schoolIds }) => schoolIds).sort();
  const about = { schoolId, contactKeys: own.map(({ contactKey }) => contactKey), students };
  return [{ subject: { kind, numberKey }, ...about, cause: { auditSubject: first.auditSubject, ...cause } }];
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
export function troublesIn(calls: readonly Call[], raisedAt: string): readonly NumberTrouble[] {
  return calls.flatMap((call) => {
    const kind = kindOf(call);
    if (kind === undefined) return [];
    const { callId, noticeId, numberKey } = call;
    return [{ kind, numberKey, cause: { id: `${callId}.${kind}`, at: call.endedAt ?? raisedAt, noticeId, callId } }];
  });
}

function kindOf({ state, outcome, rule }: Call): NumberKind | undefined {
  if (outcome === 'not-my-number') return 'not-my-number';
  if (state === 'not-delivered' && outcome === 'invalid-number') return 'invalid';
  return state === 'refused' && rule !== undefined ? KIND_OF_RULE[rule] : undefined;
}
