import type { PastRing } from '../../shared/consent/gate-input.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import type { Office } from '../../shared/office/office.ts';
import type { OfficeTask } from '../../shared/office/task.ts';

/** Whom the office can look up; absent parts are empty. */
export interface OfficeBook {
  readonly contacts?: ReadonlyMap<string, Contact>;
  readonly students?: ReadonlyMap<string, Student>;
  readonly rings?: ReadonlyMap<string, readonly PastRing[]>;
  readonly excused?: ReadonlySet<string>;
}

/** The office's list in memory, true to the table's condition; a write that does not count is thrown as an accusation. */
export function memoryOffice(book: OfficeBook = {}): Office & { readonly tasks: Map<string, OfficeTask> } {
  const tasks = new Map<string, OfficeTask>();
  const contacts = book.contacts ?? new Map<string, Contact>();
  return {
    tasks,
    find: async (places) =>
      pick(
        tasks,
        places.map(({ taskId }) => taskId),
      ),
    save: async (before, after) => {
      if (after.version !== (before?.version ?? 0) + 1) throw new Error(`accused: ${after.taskId} was written without counting`);
      if (tasks.get(after.taskId)?.version !== before?.version) return 'lost';
      tasks.set(after.taskId, after);
      return 'saved';
    },
    listOpen: async () => [...tasks.values()].filter(({ state }) => state === 'open'),
    contacts: async (keys) => pick(contacts, keys),
    students: async (keys) => pick(book.students ?? new Map<string, Student>(), keys),
    holders: async (keys) =>
      new Map(
        keys.map((key) => {
          const own = [...contacts.values()].filter(({ numbers }) => numbers.some(({ numberKey }) => numberKey === key));
          return [key, own.map(({ contactKey }) => contactKey)];
        }),
      ),
    rings: async (keys) => pick(book.rings ?? new Map<string, readonly PastRing[]>(), keys),
    excused: async () => book.excused ?? new Set(),
  };
}

function pick<T>(from: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  return new Map(keys.flatMap((key) => (from.has(key) ? [[key, from.get(key) as T] as const] : [])));
}
