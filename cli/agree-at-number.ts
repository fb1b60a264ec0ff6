import { createHash } from 'node:crypto';
import type { AuditDraft } from '../shared/audit/trail.ts';
import { type AgreedAgain, agreeAgain } from '../shared/consent/agree-again.ts';
import { type ConsentBasis, type ConsentRecord, type Evidence, grant, historyOf } from '../shared/consent/consent-record.ts';
import { laterThan } from '../shared/consent/later-than.ts';
import { stopsOf } from '../shared/consent/ledger.ts';
import type { StopRecord } from '../shared/consent/number-stops.ts';
import { scopeName } from '../shared/consent/record-key.ts';
import { KIND_WORDS } from '../shared/consent/what-stops.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import type { Purpose } from '../shared/notices/purpose.ts';
import { CommandRefused, type ExitCode, type Ports } from './command.ts';
import { findSubject, onePerson } from './consent-subject.ts';
import type { District } from './machine/district.ts';
import { actedAt } from './moment.ts';
import { saidStops, sayStops } from './stop-words.ts';
import { sayOddWording } from './wording-words.ts';

export interface AskedAgreement {
  /** E.164 */
  readonly number: string;
  readonly contact?: string | undefined;
  readonly purposes: readonly Purpose[];
  readonly basis: ConsentBasis;
  readonly wording: string;
  readonly language: string;
  readonly evidence: Evidence;
  /** RFC 3339, where that was not now. */
  readonly dated?: string | undefined;
}

/** T-11; the gate counts nothing less. */
const IN_WRITING: readonly Purpose[] = ['survey', 'fundraising'];

/** Who agreed, to what, when, as every record of it needs it. */
interface Act {
  readonly asked: Omit<AskedAgreement, 'contact'>;
  readonly person: Contact;
  readonly numberKey: string;
  readonly operator: string;
  /** RFC 3339 UTC: later than all that is known, unless the person's own date is given. */
  readonly at: string;
  /** RFC 3339 UTC: when it was written down. */
  readonly now: string;
}

/** As `agreeOf`, of the one person who has the phone, or is named. */
export async function agreeAtNumber(asked: AskedAgreement, ports: Ports, district: District): Promise<ExitCode> {
  const person = onePerson(await findSubject({ number: asked.number, contact: asked.contact }, district));
  return agreeOf(person, asked, ports, district);
}

/**
 * Somebody agrees again: record of the agreement, the agreement itself, then the lift, then its record. If we die between
 * any two, a stop still stands that should not: the safe side, and doing it again finishes it.
 */
export async function agreeOf(person: Contact, asked: Omit<AskedAgreement, 'contact'>, ports: Ports, district: District) {
  mustBeInWriting(asked);
  const numberKey = (await district.pseudonyms()).number(asked.number);
  const at = await momentOf(asked, person, numberKey, district);
  sayOddWording(asked.wording, at, ports.terminal);
  const act: Act = { asked, person, numberKey, operator: ports.operator, at, now: district.clock.now().toISOString() };
  refuseWhatCannotBe(await look(act, district));
  const receipts = await district.trail.write(
    act.now.slice(0, 10),
    asked.purposes.map((purpose) => grantRecord(act, purpose)),
  );
  const superseded = await grantAll(act, district);
  if (superseded.length > 0) throw supersededBy(superseded);
  const agreed = await lift(act, district);
  if (agreed.kind === 'changed') {
    const lifted = agreed.lifted.map(scopeName);
    const refs = receipts.map(({ leafHash }) => leafHash);
    await district.trail.write(act.now.slice(0, 10), [
      { ...about(act), kind: 'optout.lifted', refs, facts: { ...facts(act), lifted } },
    ]);
  }
  return say(agreed, act, ports, district);
}

function mustBeInWriting({ purposes, basis }: Act['asked']): void {
  const unwritten = purposes.filter((purpose) => IN_WRITING.includes(purpose) && basis !== 'written-form' && basis !== 'web');
  if (unwritten.length > 0)
    throw new CommandRefused(
      `${unwritten.map((purpose) => KIND_WORDS[purpose]).join(' and ')}: a spoken word does not count`,
      'have the form signed, then record it with --basis written-form',
    );
}

async function momentOf({ purposes, dated }: Act['asked'], person: Contact, numberKey: string, district: District) {
  if (dated !== undefined) return actedAt(dated, district.clock.now());
  const page = await district.ledger.readMany({ numberKeys: [numberKey], contactKeys: [person.contactKey] });
  const consents = page.consents.get(person.contactKey);
  const stops = page.stops.get(numberKey);
  const acts = [
    ...(consents?.kind === 'held' ? purposes.flatMap((purpose) => historyOf(consents.value, numberKey, purpose)) : []),
    ...(stops?.kind === 'held' ? stops.value.stops : []),
  ];
  return laterThan(acts, district.clock.now().toISOString());
}

function agreement({ asked, numberKey, operator, at }: Act) {
  const { evidence, purposes } = asked;
  const digest = createHash('sha256').update(`${numberKey}\n${at}\n${evidence.sha256}`, 'utf8').digest('base64url').slice(0, 22);
  return { id: `optin:${digest}`, at, purposes, recordedBy: operator, evidence };
}

/** What the agreement would change, before anything is written. */
async function look(act: Act, { ledger }: District): Promise<AgreedAgain> {
  const page = await ledger.readMany({ numberKeys: [act.numberKey], contactKeys: [] });
  const reading = page.stops.get(act.numberKey);
  if (reading?.kind === 'held') return agreeAgain(reading.value, agreement(act));
  throw new CommandRefused('the opt-out record of this number does not open', 'treat it as tampering: docs/ways-out.md');
}

function refuseWhatCannotBe({ kind }: AgreedAgain): void {
  if (kind === 'not-verified')
    throw new CommandRefused(
      'somebody on this phone said that it is not theirs; nothing rings until the office has verified it',
      'verify it first: ringfence number verify',
    );
  if (kind === 'emergencies-too')
    throw new CommandRefused(
      'they stopped emergencies as well, and no call rings while that stands',
      'ask whether emergencies may ring again, then add emergency to --purpose',
    );
}

async function grantAll({ asked, person, numberKey, operator, at }: Act, { ledger }: District): Promise<readonly Purpose[]> {
  const { basis, wording, language, evidence } = asked;
  const entry = { basis, at, capturedBy: operator, wording, language, evidence };
  let superseded: Purpose[] = [];
  await ledger.changeConsents(person.contactKey, (record) => {
    superseded = [];
    return asked.purposes.reduce((so: ConsentRecord, purpose) => {
      const change = grant(so, numberKey, purpose, entry);
      if (change.kind === 'superseded') superseded.push(purpose);
      return change.kind === 'recorded' ? change.record : so;
    }, record);
  });
  return superseded;
}

function supersededBy(purposes: readonly Purpose[]): CommandRefused {
  const kinds = purposes.map((purpose) => KIND_WORDS[purpose]).join(', ');
  return new CommandRefused(
    `${kinds}: a later withdrawal stands, so no stop was lifted`,
    'an agreement dated after it is needed',
  );
}

async function lift(act: Act, { ledger }: District): Promise<AgreedAgain> {
  let agreed: AgreedAgain = { kind: 'nothing-to-lift' };
  await ledger.changeStops(act.numberKey, (record: StopRecord) => {
    agreed = agreeAgain(record, agreement(act));
    return agreed.kind === 'changed' ? agreed.record : record;
  });
  // Somebody else may have stopped it meanwhile: then the stop stands.
  refuseWhatCannotBe(agreed);
  return agreed;
}

function about({ person, now }: Act): Pick<AuditDraft, 'at' | 'subject'> {
  return { at: now, subject: person.auditSubject };
}

function facts({ asked: { basis, wording, language, evidence }, operator, numberKey, at }: Act) {
  return { agreedAt: at, basis, wording, language, evidence: evidence.sha256, capturedBy: operator, numberKey };
}

function grantRecord(act: Act, purpose: Purpose): AuditDraft {
  return { ...about(act), kind: 'consent.granted', facts: { ...facts(act), purpose } };
}

async function say(agreed: AgreedAgain, act: Act, { terminal }: Ports, { ledger }: District): Promise<ExitCode> {
  const { asked, numberKey, operator, now } = act;
  const stops = stopsOf(await ledger.readMany({ numberKeys: [numberKey], contactKeys: [] }), numberKey);
  const kinds = asked.purposes.map((purpose) => KIND_WORDS[purpose]).join(', ');
  terminal.good(`${asked.number}: agreed again to ${kinds}; recorded ${now} by ${operator}`);
  if (agreed.kind === 'nothing-to-lift') terminal.soft('  No stop stood against it, or a later one stands.');
  sayStops(stops, terminal);
  const lifted = agreed.kind === 'changed' ? agreed.lifted.map(scopeName) : [];
  terminal.result([
    { number: asked.number, purposes: asked.purposes, lifted, recordedBy: operator, recordedAt: now, ...saidStops(stops) },
  ]);
  return 0;
}
