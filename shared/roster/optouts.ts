import { createHash } from 'node:crypto';
import { effectiveScope, type StopEntry, type StopScope } from '../consent/number-stops.ts';
import { scopeName } from '../consent/record-key.ts';
import { judgeField, type NumberRules } from '../contacts/judge-number.ts';
import { normalHeader } from './bytes/column-map.ts';
import { type Row, readTable } from './bytes/read-table.ts';
import { readDate } from './dates.ts';
import { OPTOUTS_MAP, type OptoutColumn, SCOPE_VALUES } from './maps/optouts.ts';
import { numbersIn } from './numbers.ts';
import type { ProblemLog } from './report/problem.ts';

/** One telephone that a row asks to leave alone. */
export interface Optout {
  readonly row: number;
  readonly e164: string;
  readonly requested: StopScope;
  /** YYYY-MM-DD, where the row says when it was asked. */
  readonly date?: string;
  /** In the person's or the list keeper's words; kept sealed. */
  readonly reason?: string;
}

export interface OptoutFile {
  /** In the order of the file; a row may bring several numbers. */
  readonly optouts: readonly Optout[];
  /** Rows in the file. */
  readonly seen: number;
}

/**
 * Reads a file of opt-outs. A row that names a telephone is taken whatever else is wrong with it, and then on the safe side; one
 * that names none is reported. A number that may not be dialed is taken too: it may come to be dialable.
 * @returns undefined when the log has a problem that stops the file
 */
export function readOptouts(file: string, bytes: Uint8Array, rules: NumberRules, problems: ProblemLog): OptoutFile | undefined {
  const table = readTable(file, bytes, OPTOUTS_MAP, problems);
  if (table === undefined || problems.stopped()) return undefined;
  return { optouts: table.rows.flatMap((row) => optoutsOf(file, row, rules, problems)), seen: table.seen };
}

function optoutsOf(file: string, { row, cells }: Row<OptoutColumn>, rules: NumberRules, problems: ProblemLog): Optout[] {
  const place = (column: OptoutColumn) => ({ file, row, column: OPTOUTS_MAP.columns[column].headers[0] });
  const numbers = [...new Set(numbersOf(cells.phone, rules))];
  if (numbers.length === 0) {
    problems.add('optout-phone', place('phone'), cells.phone);
    return [];
  }
  const word = normalHeader(cells.scope);
  // An own property: a scope named "constructor" is none of ours.
  const requested = Object.hasOwn(SCOPE_VALUES, word) ? SCOPE_VALUES[word] : undefined;
  if (requested === undefined) problems.add('optout-scope', place('scope'), cells.scope);
  if (requested?.kind === 'emergencies') problems.add('optout-emergencies', place('scope'));
  const date = cells.date === '' ? undefined : readDate(cells.date);
  if (cells.date !== '' && date === undefined) problems.add('optout-date', place('date'), cells.date);
  const more = {
    ...(date === undefined ? {} : { date }),
    ...(cells.reason === '' ? {} : { reason: cells.reason.slice(0, 200) }),
  };
  return numbers.map((e164) => ({ row, e164, requested: requested ?? { kind: 'all-but-emergencies' }, ...more }));
}

/** Every number of the field that can be told for certain, words beside it or not. */
function numbersOf(field: string, rules: NumberRules): readonly string[] {
  const whole = judgeField(field, rules).flatMap((one) => ('problem' in one ? [] : [one.e164]));
  return whole.length > 0 ? whole : numbersIn(field, rules);
}

/** The one scope of a row that can silence emergencies. */
export function isWrongNumber({ requested }: Pick<Optout, 'requested'>): boolean {
  return requested.kind === 'wrong-number';
}

/** Under what a file of opt-outs stands in the ledger: the same bytes under `attendance/` are another file. @param hash of its bytes */
export function optoutsInLedger(hash: string): string {
  return `optouts-${hash}`;
}

/** Where the file came from. */
export interface OptoutSource {
  /** Key in the intake bucket. */
  readonly key: string;
  /** Hex SHA-256 of its bytes. */
  readonly hash: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
  /** The last moment of a day in the district's zone, RFC 3339 UTC. @param day YYYY-MM-DD */
  readonly endOf: (day: string) => string;
  /** YYYY-MM-DD, the district's. */
  readonly revokeAllFrom: string;
}

/**
 * The stop a row asks for. A dated act is the same act in whichever file it stands, so a list that is sent again each night does
 * not undo an agreement made since; an undated one was made, as far as anybody knows, when its file came.
 * It counts from the end of its day, yet never later than the file: an agreement of the same morning does not outlive it.
 * @param silences that a wrong number may stop emergencies too; else it stops all others, as an act of its own, so that a yes can follow
 */
export function stopOf(
  { row, requested, date, reason }: Optout,
  numberKey: string,
  source: OptoutSource,
  silences: boolean,
): StopEntry {
  const { key, hash, uploadedAt } = source;
  const end = date === undefined ? uploadedAt : source.endOf(date);
  const at = Date.parse(end) < Date.parse(uploadedAt) ? end : uploadedAt;
  const act = [numberKey, scopeName(requested), date ?? hash].join('\n');
  const isHeld = isWrongNumber({ requested }) && !silences;
  return {
    id: `file:${createHash('sha256').update(act, 'utf8').digest('base64url').slice(0, 22)}${isHeld ? ':held' : ''}`,
    at,
    source: 'file',
    requested,
    effective: isHeld ? { kind: 'all-but-emergencies' } : listedScope(requested, at, source.revokeAllFrom),
    ...(requested.kind === 'purpose' ? { purpose: requested.purpose } : {}),
    recordedBy: 'import:optouts',
    evidence: { pointer: `${key} row ${row}`, sha256: hash },
    ...(reason === undefined ? {} : { reason }),
  };
}

/**
 * What a row stops. A list answers no call in particular, so the rule of its day alone widens it. It never stops emergencies: one
 * wrong column would silence a district, and nobody was warned; that refusal is reviewed by a person first.
 */
function listedScope(requested: StopScope, at: string, revokeAllFrom: string): StopScope {
  return requested.kind === 'emergencies'
    ? { kind: 'all-but-emergencies' }
    : effectiveScope(requested, 'consent', at, revokeAllFrom);
}
