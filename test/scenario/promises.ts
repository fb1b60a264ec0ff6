/** What holds after every story, whatever it was about (DESIGN §5). The telephone network is the witness. */
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { recordsOf } from '../../cli/demo/records.ts';
import type { Stage } from '../../cli/demo/stage.ts';
import { vkey } from '../../shared/audit/checkpoint.ts';
import type { AuditRecord } from '../../shared/audit/record.ts';
import { verifyTrail } from '../../shared/audit/verify.ts';
import { s3Client } from '../../shared/aws/clients.ts';
import { FINAL_STATES } from '../../shared/calls/call.ts';

/** A ring's name is `<callId>#<attempt>`: the caller's own, as Connect was told it. */
function nameOf({ call, attempt }: Pick<AuditRecord, 'call' | 'attempt'>): string {
  return `${call}#${attempt}`;
}

/** P1: each ring has a permit record that is older than it. */
async function everyRingHadItsPermit({ cloud, district }: Stage, records: readonly AuditRecord[]): Promise<void> {
  const permits = Map.groupBy(
    records.filter(({ kind }) => kind === 'call.permit'),
    nameOf,
  );
  const rings = cloud.phones.rings();
  expect(
    rings.filter(({ name }) => !permits.has(name)).map(({ name }) => name),
    'rings without a permit record',
  ).toEqual([]);
  // A message that is delivered twice may bring a second permit after the ring (ADR 3): what counts is one before it.
  const late = rings.filter(({ name, dialedAt }) => (permits.get(name) ?? []).every(({ at }) => Date.parse(at) > dialedAt));
  expect(
    late.map(({ name }) => name),
    'rings older than their permit',
  ).toEqual([]);
  const { Versions = [], DeleteMarkers = [] } = await s3Client().send(
    new ListObjectVersionsCommand({ Bucket: district.outputs['AuditBucketName'] }),
  );
  expect(DeleteMarkers, 'nobody deletes from the trail').toEqual([]);
  expect(new Set(Versions.map(({ Key }) => Key)).size, 'every key of the trail is written once').toBe(Versions.length);
}

/** P2: whoever was refused did not ring for that attempt. */
function nobodyRefusedRang({ cloud }: Stage, records: readonly AuditRecord[]): void {
  const refusedCalls = new Set(
    records
      .filter(({ kind, call }) => kind === 'call.final' && call !== undefined)
      .flatMap((record) => (record.facts?.['state'] === 'refused' ? [`${record.call}`] : [])),
  );
  const rang = cloud.phones.rings().filter(({ name }) => refusedCalls.has(name.slice(0, name.lastIndexOf('#'))));
  const afterRefusal = rang.filter(({ name, dialedAt }) =>
    records.some(
      (record) => record.kind === 'call.refuse' && name.startsWith(`${record.call}#`) && Date.parse(record.at) <= dialedAt,
    ),
  );
  expect(
    afterRefusal.map(({ name }) => name),
    'rings after a refusal',
  ).toEqual([]);
}

/** P3: at most one ring per call and attempt. */
function nobodyRangTwice({ cloud }: Stage): void {
  const names = cloud.phones.rings().map(({ name }) => name);
  expect(
    names.filter((name, index) => names.indexOf(name) !== index),
    'attempts that rang twice',
  ).toEqual([]);
}

/** P4: what was planned is in exactly one final state each, in every notice that is closed. */
async function nobodyWasLost({ district }: Stage, records: readonly AuditRecord[]): Promise<void> {
  const closed = records
    .filter(({ kind }) => kind === 'notice.closed')
    .flatMap(({ notice }) => (notice === undefined ? [] : [notice]));
  for (const noticeId of new Set(closed)) {
    const notice = await district.notices.get(noticeId);
    const calls = await district.calls.allOf(noticeId);
    expect(
      calls.filter(({ state }) => !FINAL_STATES.some((final) => final === state)),
      `open calls of ${noticeId}`,
    ).toEqual([]);
    expect(calls.length, `planned = final states of ${noticeId}`).toBe(notice?.planned);
  }
}

async function trailIsClean({ district }: Stage): Promise<void> {
  const verdict = await verifyTrail(district.trailSource(), vkey(`audit.${district.domain}`, await district.publicKey()));
  expect(verdict.findings).toEqual([]);
}

/** @param denied what the story has taken away, as `<caller> <action>`: that much IAM refused, all of it, and nothing else */
export async function promisesHeld(stage: Stage, denied: readonly string[] = []): Promise<void> {
  const { cloud, district } = stage;
  // Two more minutes, in which nothing may happen that the story has not told.
  await cloud.clock.runUntil(cloud.clock.now() + 120_000);
  expect(
    cloud.phones.unclaimed().map(({ number, name }) => `${number} rang for ${name}`),
    'rings nobody expected',
  ).toEqual([]);
  const records = await recordsOf(district.trailSource());
  await everyRingHadItsPermit(stage, records);
  nobodyRefusedRang(stage, records);
  nobodyRangTwice(stage);
  await nobodyWasLost(stage, records);
  await trailIsClean(stage);
  const refused = new Set(cloud.deniedRequests.map(({ caller, action }) => `${caller} ${action}`));
  expect([...refused].sort(), 'requests that IAM refused').toEqual([...denied].sort());
  expect(cloud.complaints, 'what the local cloud complained of').toEqual([]);
}
