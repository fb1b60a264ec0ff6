import type { Chance } from '../draw.ts';
import { between, logNormal } from '../draw.ts';
import type { Profile } from '../profile.ts';
import { deaf, type FarEnd, type Listener } from './far-end.ts';

export interface MachinePlan {
  readonly greetingSeconds: number;
  /** Keeps only so much after the beep, then hangs up. */
  readonly keepsSeconds: number;
}

/** A greeting, a beep, and a limit; 28 % keep only part of what is said. */
export function drawMachine(profile: Profile, chance: Chance): MachinePlan {
  const { greeting, voicemail } = profile;
  const usual = Math.min(logNormal(chance, greeting), 44);
  const greetingSeconds = chance() < greeting.longShare ? between(chance, greeting.long) : usual;
  const cut = chance() < voicemail.cutShare;
  return { greetingSeconds, keepsSeconds: cut ? between(chance, voicemail.cutAfter) : voicemail.longest };
}

/** What is said during the greeting is lost; what is said after the beep is kept. */
export function answerAsMachine(line: FarEnd, plan: MachinePlan): Listener {
  const beep = line.pickedUpAt + Math.round(plan.greetingSeconds * 1000);
  const full = beep + Math.round(plan.keepsSeconds * 1000);
  line.records(beep, full);
  line.after(full - line.now(), 'a machine stops recording', () => line.hangUp());
  return deaf;
}

/** Says that the mailbox is full, or whistles, and hangs up. Nothing is kept. */
export function answerAndDrop(line: FarEnd, afterSeconds: number): Listener {
  line.after(afterSeconds * 1000, 'a full mailbox or a fax hangs up', () => line.hangUp());
  return deaf;
}
