/** What all batch operations of SQS share. AWS: APIReference/API_SendMessageBatch.html#API_SendMessageBatch_Errors */
import {
  emptyBatch,
  idsNotDistinct,
  invalidEntryId,
  missingParameter,
  notImplemented,
  SqsError,
  tooManyEntries,
} from './errors.ts';
import { type Input, isInput, type Output } from './operation.ts';

/** The entries of a batch, each with no other fields than `known`; a fault of the batch as a whole throws. */
export function entriesOf(input: Input, entryName: string, known: readonly string[]): readonly Input[] {
  const entries: unknown = input['Entries'] ?? [];
  if (!Array.isArray(entries) || !entries.every(isInput)) throw missingParameter('Entries');
  if (entries.length === 0) throw emptyBatch(entryName);
  if (entries.length > 10) throw tooManyEntries(entries.length);
  const unknown = entries.flatMap((entry) => Object.keys(entry)).find((field) => field !== 'Id' && !known.includes(field));
  if (unknown !== undefined) throw notImplemented(`${entryName}.${unknown}`);
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (typeof Id !== 'string' || !/^[A-Za-z0-9_-]{1,80}$/.test(Id)) throw invalidEntryId();
    if (seen.has(Id)) throw idsNotDistinct(Id);
    seen.add(Id);
  }
  return entries;
}

/** Carries out each entry alone: one that fails is reported beside those that went through. */
export function eachEntry(entries: readonly Input[], act: (entry: Input) => Output): Output {
  const successful: Output[] = [];
  const failed: Output[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry['Id'], ...act(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      failed.push({ Id: entry['Id'], SenderFault: true, Code: error.form.queryCode, Message: error.message });
    }
  }
  return { ...(successful.length > 0 ? { Successful: successful } : {}), ...(failed.length > 0 ? { Failed: failed } : {}) };
}
