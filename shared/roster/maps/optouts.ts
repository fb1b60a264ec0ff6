/** A file of opt-outs: one row per telephone that asked to be left alone, from a web form, a mail-in list, another system. */
import type { StopScope } from '../../consent/number-stops.ts';
import { type ColumnMap, optional, promised } from '../bytes/column-map.ts';

export type OptoutColumn = 'phone' | 'scope' | 'date' | 'reason';

export const OPTOUTS_MAP: ColumnMap<OptoutColumn> = {
  name: 'optouts@1',
  literal: ['scope'],
  columns: {
    phone: promised('phone', 'phoneNumber', 'telephone', 'number'),
    scope: optional('scope', 'optOut', 'stop'),
    date: optional('date', 'optOutDate', 'requestDate'),
    reason: optional('reason', 'note', 'comment'),
  },
};

const ALL = { kind: 'all-but-emergencies' } as const;
const purpose = (name: 'closure' | 'attendance' | 'event' | 'survey' | 'fundraising'): StopScope => ({
  kind: 'purpose',
  purpose: name,
});

/**
 * What a scope column may say, letters and digits only. `everything` does not mean emergencies: whoever refuses those as well must
 * have said so in as many words.
 */
export const SCOPE_VALUES: Readonly<Record<string, StopScope>> = {
  '': ALL,
  all: ALL,
  stop: ALL,
  allbutemergencies: ALL,
  everything: ALL,
  donotcall: ALL,
  attendance: purpose('attendance'),
  absences: purpose('attendance'),
  closure: purpose('closure'),
  closures: purpose('closure'),
  event: purpose('event'),
  events: purpose('event'),
  survey: purpose('survey'),
  surveys: purpose('survey'),
  fundraising: purpose('fundraising'),
  emergencies: { kind: 'emergencies' },
  emergenciestoo: { kind: 'emergencies' },
  allandemergencies: { kind: 'emergencies' },
  wrongnumber: { kind: 'wrong-number' },
  notmynumber: { kind: 'wrong-number' },
};
