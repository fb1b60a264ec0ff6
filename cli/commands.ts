import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { consentGrant } from './consent-change.ts';
import { consentRevoke } from './consent-revoke.ts';
import { consentShow } from './consent-show.ts';
import { demo } from './demo.ts';
import { localUp } from './local-up.ts';
import { noticeCancel } from './notice-cancel.ts';
import { noticeRaise } from './notice-raise.ts';
import { noticeStatus } from './notice-status.ts';
import { reassignedAsk } from './reassigned-ask.ts';
import { reassignedLoad } from './reassigned-load.ts';
import { reassignedStatus } from './reassigned-status.ts';

/** Every command of the operator's program. */
export const COMMANDS: readonly Command[] = [
  demo,
  localUp,
  noticeRaise,
  noticeStatus,
  noticeCancel,
  consentShow,
  consentGrant,
  consentRevoke,
  reassignedAsk,
  reassignedLoad,
  reassignedStatus,
  auditVerify,
];

/** What each noun is about, for `--help`. */
export const GROUPS: Readonly<Record<string, string>> = {
  local: 'The same cloud on this machine.',
  notice: 'One thing to tell many people: raise it, look it up, stop it.',
  consent: 'What people agreed to and what they stopped, with the evidence.',
  reassigned: 'Whether a number still belongs to whoever gave it: the Reassigned Numbers Database.',
  audit: 'Whether the record of it all is whole.',
};
