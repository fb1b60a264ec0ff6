import type { Callee } from './callee/callee.ts';
import type { Chance } from './draw.ts';
import type { Profile } from './profile.ts';
import type { Detected } from './switchboard.ts';

const USUAL_MS = 2500;

/** What machine detection says: wrong in about a quarter of calls, and a screening assistant sounds like either. */
export function detectionOf(
  callee: Callee,
  waitsForBeep: boolean,
  profile: Profile,
  chance: Chance,
): { readonly status: Detected; readonly afterMs: number } {
  const { by } = callee.answer;
  const { humanAsMachine, machineAsHuman, screeningAsHuman } = profile.detection;
  const u = chance();
  if (by === 'fax' || by === 'mailbox full') return { status: 'NotDetected', afterMs: USUAL_MS };
  if (by === 'human') return { status: u < humanAsMachine ? 'VoicemailNoBeep' : 'CallAnswered', afterMs: USUAL_MS };
  if (u < (by === 'screening' ? screeningAsHuman : machineAsHuman)) return { status: 'CallAnswered', afterMs: USUAL_MS };
  if (!waitsForBeep || by === 'screening') return { status: 'VoicemailNoBeep', afterMs: USUAL_MS };
  return { status: 'VoicemailBeep', afterMs: callee.greetingSeconds * 1000 };
}
