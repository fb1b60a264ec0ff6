/** AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
import type { AccessCheck } from '../../front/service.ts';
import type { Buses } from '../buses.ts';
import { noSuchBus, validation } from '../errors.ts';

export const putEventsCoverage = {
  operation: 'PutEvents',
  honoured: ['Entries', 'Source', 'DetailType', 'Detail', 'EventBusName', 'Resources', 'Time'],
  inert: ['TraceHeader'],
};

const MOST_ENTRIES = 10;
/** One mebibyte in all since 2026-01-29. */
const MOST_BYTES = 1_048_576;

type Entry = Readonly<Record<string, unknown>>;
type Result = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

export function entriesOf(input: Readonly<Record<string, unknown>>): readonly Entry[] {
  const entries = input['Entries'];
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST_ENTRIES) {
    throw validation(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
    );
  }
  return entries;
}

export function putEventsChecks(buses: Buses, entries: readonly Entry[]): AccessCheck[] {
  return entries.map((entry) => ({
    action: 'events:PutEvents',
    resource: buses.busArn(busOf(buses, entry)),
    context: { 'events:source': String(entry['Source'] ?? ''), 'events:detail-type': String(entry['DetailType'] ?? '') },
  }));
}

export function putEvents(buses: Buses, entries: readonly Entry[]): object {
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MOST_BYTES) throw validation('Total size of the entries in the request is over the limit.');
  const results = entries.map((entry) => putOne(buses, entry));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function putOne(buses: Buses, entry: Entry): Result {
  const [source, type, text] = [entry['Source'], entry['DetailType'], entry['Detail']];
  if (typeof source !== 'string' || source === '')
    return failed('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (typeof type !== 'string' || type === '') {
    return failed('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  }
  if (typeof text !== 'string')
    return failed('InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.');
  if (source.startsWith('aws.')) return failed('NotAuthorizedForSource', 'Not authorized for the source.');
  const detail = parse(text);
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  const resources = Array.isArray(entry['Resources']) ? entry['Resources'].map(String) : [];
  const time = typeof entry['Time'] === 'number' ? entry['Time'] * 1000 : undefined;
  return { EventId: buses.put(busOf(buses, entry), { source, 'detail-type': type, detail, resources }, time) };
}

function busOf(buses: Buses, entry: Entry): string {
  const asked = typeof entry['EventBusName'] === 'string' ? entry['EventBusName'] : undefined;
  const name = buses.busName(asked);
  if (name === undefined) throw noSuchBus(asked ?? 'default');
  return name;
}

/** As AWS counts: 14 bytes for a time, then the text. */
function sizeOf(entry: Entry): number {
  const texts = ['Source', 'DetailType', 'Detail'].map((name) => Buffer.byteLength(String(entry[name] ?? '')));
  return texts.reduce((sum, size) => sum + size, entry['Time'] === undefined ? 0 : 14);
}

function parse(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function failed(ErrorCode: string, ErrorMessage: string): Result {
  return { ErrorCode, ErrorMessage };
}
