/** Exports that wait for a person, on the office's list. Each is idempotent and durable as `keepFileTasks`. */
import { type FileTask, keepFileTasks } from '../../shared/office/file-tasks.ts';
import { type ClosedWhy, type FileKind, taskIdOf } from '../../shared/office/task.ts';
import type { Problem } from '../../shared/roster/report/problem.ts';
import { type Halves, laterUpload } from './halves.ts';
import type { RosterPorts } from './ports.ts';

type ListPorts = Pick<RosterPorts, 'trail' | 'office' | 'clock'>;

/** So many reasons say enough; the report has all of them. */
const REASONS = 5;

const now = ({ clock }: ListPorts): string => clock.now().toISOString();
const heldTask = (hash: string): string => taskIdOf({ kind: 'held-export', drop: hash });

/** Whatever came before it is of no use any more: of two exports that wait, the later one is let pass, or mended. */
export async function listHeld(ports: ListPorts, halves: Halves, why: readonly string[]): Promise<void> {
  const uploadedAt = laterUpload(halves);
  const file = { key: halves.unit.zipKey, uploadedAt, why: why.slice(0, REASONS) };
  const trouble = { kind: 'held-export', drop: halves.hash, file } as const;
  await keepFileTasks(
    ports,
    [trouble],
    upTo(uploadedAt, 'superseded', 'held-export', 'refused-export', 'missing-half'),
    now(ports),
  );
}

/** A held one before it stays: it may be let pass, and a delta is refused until it is. */
export async function listRefused(ports: ListPorts, halves: Halves, stops: readonly Problem[]): Promise<void> {
  const uploadedAt = laterUpload(halves);
  const file = { key: halves.unit.zipKey, uploadedAt, why: reasonsOf(stops) };
  const earlier = upTo(uploadedAt, 'superseded', 'refused-export', 'missing-half');
  const isOver = (task: FileTask) => (task.taskId === heldTask(halves.hash) ? 'superseded' : earlier(task));
  await keepFileTasks(ports, [{ kind: 'refused-export', drop: halves.hash, file }], isOver, now(ports));
}

/** A file under a name that is none of an export's: an export that was refused is not mended by it. */
export async function listMisnamed(
  ports: ListPorts,
  { key, uploadedAt }: { readonly key: string; readonly uploadedAt: string },
  stops: readonly Problem[],
): Promise<void> {
  const file = { key, uploadedAt, why: reasonsOf(stops) };
  const isOver = (task: FileTask) => (task.kind === 'refused-export' && task.file.key === key ? 'superseded' : undefined);
  await keepFileTasks(ports, [{ kind: 'refused-export', drop: `${key} ${uploadedAt}`, file }], isOver, now(ports));
}

/** @param missing what has not come */
export async function listMissing(
  ports: ListPorts,
  { key, uploadedAt }: { readonly key: string; readonly uploadedAt: string },
  missing: string,
): Promise<void> {
  const file = { key, uploadedAt, why: [`${missing} is not there.`] };
  const isOver = upTo(uploadedAt, 'superseded', 'missing-half');
  await keepFileTasks(ports, [{ kind: 'missing-half', drop: `${key} ${uploadedAt}`, file }], isOver, now(ports));
}

/** The book says what this export says: what was dropped before it is dealt with. */
export async function listTaken(ports: ListPorts, halves: Halves, isApproved: boolean): Promise<void> {
  const earlier = upTo(laterUpload(halves), 'taken', 'held-export', 'refused-export', 'missing-half');
  const isOver = (task: FileTask) => (isApproved && task.taskId === heldTask(halves.hash) ? 'approved' : earlier(task));
  await keepFileTasks(ports, [], isOver, now(ports));
}

/** Both halves are there, and the book has long said what they say. */
export async function listSeen(ports: ListPorts, { unit }: Halves): Promise<void> {
  const isOver = ({ kind, file }: FileTask) =>
    kind === 'missing-half' && [unit.zipKey, unit.contactsKey].includes(file.key) ? 'superseded' : undefined;
  await keepFileTasks(ports, [], isOver, now(ports));
}

/** Of these kinds, files that were uploaded by then. */
function upTo(uploadedAt: string, why: ClosedWhy, ...kinds: readonly FileKind[]) {
  return ({ kind, file }: FileTask) => (kinds.some((one) => one === kind) && file.uploadedAt <= uploadedAt ? why : undefined);
}

function reasonsOf(stops: readonly Problem[]): readonly string[] {
  const words = stops.map(({ file, column, rows, what }) => {
    const where = [file, column, rows === undefined ? undefined : `in ${rows} rows`];
    return `${where.filter((part) => part !== undefined).join(' ')}: ${what}`;
  });
  return [...new Set(words)].slice(0, REASONS);
}
