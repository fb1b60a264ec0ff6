/** https://docs.aws.amazon.com/connect/latest/APIReference/API_SearchContacts.html */
import { type Contact, summary } from '../contact.ts';
import { invalidParameter } from '../errors.ts';
import { type Input, isInput, objectIn, onlyKnown, requiredText } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = {
  honoured: ['InstanceId', 'TimeRange', 'SearchCriteria.Name', 'MaxResults', 'NextToken'],
  inert: [],
};

/** Finds contacts by time and name, once the index has them: some seconds to a minute after they were initiated. */
export function searchContacts(state: ConnectState, input: Input): Record<string, unknown> {
  onlyKnown('SearchContacts', input, ['InstanceId', 'TimeRange', 'SearchCriteria', 'MaxResults', 'NextToken']);
  const instance = state.instance(requiredText(input, 'InstanceId'));
  const inTime = timeFilter(objectIn(input, 'TimeRange'));
  const named = nameFilter(objectIn(input, 'SearchCriteria') ?? {});
  const found = [...state.contacts.values()].filter(
    (contact) => contact.instance === instance && contact.searchableAt <= state.now() && inTime(contact) && named(contact),
  );
  const size = pageSize(input['MaxResults']);
  const from = Number(input['NextToken'] ?? '0');
  const next = from + size < found.length ? { NextToken: String(from + size) } : {};
  return { Contacts: found.slice(from, from + size).map(summary), TotalCount: found.length, ...next };
}

function pageSize(asked: unknown): number {
  if (asked === undefined) return 10;
  if (typeof asked === 'number' && asked >= 1 && asked <= 100) return asked;
  throw invalidParameter('MaxResults must be from 1 to 100.');
}

function timeFilter(range: Input | undefined): (contact: Contact) => boolean {
  if (range === undefined) throw invalidParameter('TimeRange is required.');
  const [start, end] = [Number(range['StartTime']) * 1000, Number(range['EndTime']) * 1000];
  if (!(start <= end)) throw invalidParameter('TimeRange needs StartTime and EndTime, in this order.');
  const type = range['Type'];
  if (type !== 'INITIATION_TIMESTAMP' && type !== 'DISCONNECT_TIMESTAMP') {
    throw invalidParameter(`The local cloud does not know TimeRange.Type ${String(type)}.`);
  }
  return (contact) => {
    const at = type === 'INITIATION_TIMESTAMP' ? contact.initiatedAt : contact.disconnectedAt;
    return at !== undefined && at >= start && at <= end;
  };
}

function nameFilter(criteria: Input): (contact: Contact) => boolean {
  onlyKnown('SearchContacts.SearchCriteria', criteria, ['Name']);
  const name = objectIn(criteria, 'Name');
  if (name === undefined) return () => true;
  const texts = name['SearchText'];
  if (!isInput(name) || !Array.isArray(texts) || texts.length === 0) throw invalidParameter('Name.SearchText is required.');
  const wanted = texts.map(String);
  switch (name['MatchType']) {
    case 'MATCH_EXACT':
      return (contact) => wanted.some((text) => contact.name === text);
    case 'MATCH_ALL':
      return (contact) => wanted.every((text) => contact.name?.includes(text) ?? false);
    case 'MATCH_ANY':
      return (contact) => wanted.some((text) => contact.name?.includes(text) ?? false);
    case 'MATCH_NONE':
      return (contact) => !wanted.some((text) => contact.name?.includes(text) ?? false);
    default:
      throw invalidParameter('Name.MatchType must be MATCH_ALL, MATCH_ANY, MATCH_EXACT or MATCH_NONE.');
  }
}
