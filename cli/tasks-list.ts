import { z } from 'zod';
import { effectiveStops } from '../shared/consent/number-stops.ts';
import type { Contact, Student } from '../shared/contacts/contact.ts';
import { wasReached } from '../shared/office/office.ts';
import { type RankedTask, rankTasks } from '../shared/office/rank.ts';
import type { OfficeTask } from '../shared/office/task.ts';
import { CLOSES_WHEN, taskWords } from '../shared/office/task-words.ts';
import type { Command } from './command.ts';
import type { District } from './machine/district.ts';
import type { Terminal } from './machine/terminal.ts';

const args = z.object({ school: z.string().min(1).optional() });

/** One task as the office reads it: pupils by the id of the student system, phones by their last digits, nobody's name. */
interface ListedTask {
  readonly task: string;
  readonly kind: string;
  readonly what: string;
  readonly todo: string;
  readonly pupils: readonly { readonly sisId: string; readonly schools: readonly string[] }[];
  /** Of its pupils: how many have no contact with a working number. */
  readonly nobodyReaches: number;
  /** E.g. `mother, number ending in 47`. */
  readonly phones: readonly string[];
  readonly openedAt: string;
  /** The dropped file it is about, and what holds it. */
  readonly file?: { readonly key: string; readonly why: readonly string[] };
  readonly due?: string;
  readonly dueLocal?: string;
  readonly overdue?: boolean;
  /** RFC 3339: somebody picked up on another phone meanwhile. */
  readonly pickedUpAt?: string;
  readonly closesWhen: string;
}

interface People {
  readonly students: ReadonlyMap<string, Student>;
  readonly contacts: ReadonlyMap<string, Contact>;
}

export const tasksList: Command = {
  name: 'tasks list',
  summary:
    'What a person must do: files that wait for a yes, numbers to mend, families to telephone. Files come first, then children whom nobody can reach.',
  examples: ['ringfence tasks list --school plsd-lincoln', 'ringfence tasks list --json'],
  options: [{ flags: '--school <id>', description: 'only where a pupil goes to this school now; all schools without it' }],
  async run(given, { terminal, district }) {
    const { school } = args.parse(given);
    const connected = await district();
    const open = await connected.office.listOpen();
    const people = await peopleOf(open, connected);
    const ranked = rankTasks(open, { ...people, stopped: await stoppedNumbers(people, connected) });
    const shown = ranked.filter(({ task }) => school === undefined || isAt(school, task, people));
    const picked = await pickedUp(shown, connected);
    const listed = shown.map((one) => listedOf(one, people, picked, connected.clock.now()));
    say(listed, school, terminal);
    return 0;
  },
};

async function peopleOf(open: readonly OfficeTask[], { office }: District): Promise<People> {
  const students = await office.students([...new Set(open.flatMap((task) => task.students))]);
  const theirs = [...students.values()].flatMap(({ contactKeys }) => contactKeys);
  const contacts = await office.contacts([...new Set([...theirs, ...open.flatMap(({ contactKeys }) => contactKeys)])]);
  return { students, contacts };
}

/** Numbers somebody disowned; a list that does not open stops them as well. */
async function stoppedNumbers({ contacts }: People, { ledger }: District): Promise<ReadonlySet<string>> {
  const numberKeys = [...contacts.values()].flatMap(({ numbers }) => numbers.map(({ numberKey }) => numberKey));
  const { stops } = await ledger.readMany({ numberKeys: [...new Set(numberKeys)], contactKeys: [] });
  const stopped = [...stops].filter(([, reading]) => reading.kind !== 'held' || effectiveStops(reading.value).notMyNumber);
  return new Set(stopped.map(([numberKey]) => numberKey));
}

/** By where its pupils are today; where none of them is in the book any more, by where it was kept. */
function isAt(school: string, task: OfficeTask, { students }: People): boolean {
  const schools = task.students.flatMap((key) => students.get(key)?.schoolIds ?? []);
  return schools.length === 0 ? task.schoolId === school : schools.includes(school);
}

/** Of duties: when another phone of the pupil was picked up, which takes them off the list at the next sweep. */
async function pickedUp(shown: readonly RankedTask[], { calls }: District): Promise<ReadonlyMap<string, string>> {
  const picked = new Map<string, string>();
  const duties = shown.flatMap(({ task }) => (task.duty === undefined ? [] : [{ task, noticeId: task.duty.noticeId }]));
  for (const noticeId of new Set(duties.map((one) => one.noticeId))) {
    const reached = (await calls.allOf(noticeId)).filter(wasReached);
    for (const { task } of duties.filter((one) => one.noticeId === noticeId)) {
      const own = reached.find(({ recipients }) =>
        recipients.some(({ students }) => students.some((key) => task.students.includes(key))),
      );
      if (own?.endedAt !== undefined) picked.set(task.taskId, own.endedAt);
    }
  }
  return picked;
}

function listedOf(
  { task, nobodyReaches }: RankedTask,
  people: People,
  picked: ReadonlyMap<string, string>,
  now: Date,
): ListedTask {
  const { taskId, kind, students, openedAt, duty, file } = task;
  const pupils = students.flatMap((key) => people.students.get(key) ?? []);
  const pickedUpAt = picked.get(taskId);
  return {
    task: taskId,
    kind,
    ...taskWords(task),
    pupils: pupils.map(({ sisId, schoolIds }) => ({ sisId, schools: schoolIds })),
    nobodyReaches,
    phones: phonesOf(task, people),
    openedAt,
    ...(file === undefined ? {} : { file: { key: file.key, why: file.why } }),
    ...(duty === undefined ? {} : { due: duty.due, dueLocal: duty.dueLocal, overdue: Date.parse(duty.due) <= now.getTime() }),
    ...(pickedUpAt === undefined ? {} : { pickedUpAt }),
    closesWhen: CLOSES_WHEN[kind],
  };
}

/** Relationship and last digits: enough to find it in the student system, too little to ring it. */
function phonesOf({ numberKey, contactKeys, students }: OfficeTask, { contacts }: People): readonly string[] {
  return contactKeys
    .flatMap((key) => contacts.get(key) ?? [])
    .flatMap(({ edges, numbers }) => {
      const relationship = edges.find(({ studentKey }) => students.includes(studentKey))?.relationship ?? 'contact';
      const own = numbers.filter((number) => numberKey === undefined || number.numberKey === numberKey);
      return own.map(({ e164 }) => `${relationship}, number ending in ${e164.slice(-2)}`);
    });
}

function say(listed: readonly ListedTask[], school: string | undefined, terminal: Terminal): void {
  const where = school === undefined ? '' : ` at ${school}`;
  terminal.heading(listed.length === 0 ? `Nothing to do${where}` : `${listed.length} to do${where}, most urgent first`);
  for (const [place, one] of listed.entries()) {
    terminal.line(`${place + 1}. ${one.what}`);
    for (const { sisId, schools } of one.pupils) terminal.line(`   look up pupil ${sisId} (${schools.join(', ')})`);
    if (one.file !== undefined) terminal.line(`   ${one.file.key}, since ${one.openedAt}`);
    for (const why of one.file?.why ?? []) terminal.line(`   because: ${why}`);
    if (one.nobodyReaches > 0)
      terminal.bad(
        one.pupils.length === 1
          ? 'nobody can be reached for this child'
          : `nobody can be reached for ${one.nobodyReaches} of these children`,
      );
    for (const phone of one.phones) terminal.soft(`phone: ${phone}`);
    if (one.dueLocal !== undefined) terminal.line(`   due ${one.dueLocal}${one.overdue === true ? ', which is over' : ''}`);
    if (one.pickedUpAt !== undefined)
      terminal.good(`another phone was picked up at ${one.pickedUpAt}: it comes off if that was in time`);
    terminal.line(`   ${one.todo}`);
    terminal.soft(`comes off by itself when ${one.closesWhen}; else: ringfence task done --task ${one.task} --by … --note …`);
  }
  terminal.result(listed);
}
