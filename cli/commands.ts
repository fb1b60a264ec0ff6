import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { consentGrant, consentRevoke } from './consent-change.ts';
import { consentShow } from './consent-show.ts';
import { demo } from './demo.ts';
import { localUp } from './local-up.ts';
import { noticeCancel } from './notice-cancel.ts';
import { noticeRaise } from './notice-raise.ts';
import { noticeStatus } from './notice-status.ts';

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
  auditVerify,
];
