import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { consentGrant } from './consent-grant.ts';
import { consentRevoke } from './consent-revoke.ts';
import { consentShow } from './consent-show.ts';
import { demo } from './demo.ts';
import { desk } from './desk.ts';
import { disclosureList } from './disclosure-list.ts';
import { disclosureRecord } from './disclosure-record.ts';
import { localUp } from './local-up.ts';
import { noticeCancel } from './notice-cancel.ts';
import { noticeRaise } from './notice-raise.ts';
import { noticeStatus } from './notice-status.ts';
import { numberVerify } from './number-verify.ts';
import { optinRecord } from './optin-record.ts';
import { optoutRecord } from './optout-record.ts';
import { reassignedAsk } from './reassigned-ask.ts';
import { reassignedLoad } from './reassigned-load.ts';
import { reassignedStatus } from './reassigned-status.ts';
import { restrictionClear } from './restriction-clear.ts';
import { restrictionList } from './restriction-list.ts';
import { restrictionSet } from './restriction-set.ts';
import { rightsEnd, rightsKeep } from './rights-change.ts';
import { subjectErase } from './subject-erase.ts';
import { subjectExplain } from './subject-explain.ts';
import { subjectExport } from './subject-export.ts';
import { subjectReturned } from './subject-returned.ts';

/** Every command of the operator's program. */
export const COMMANDS: readonly Command[] = [
  demo,
  localUp,
  noticeRaise,
  noticeStatus,
  noticeCancel,
  desk,
  optoutRecord,
  optinRecord,
  numberVerify,
  consentShow,
  consentGrant,
  consentRevoke,
  restrictionSet,
  restrictionClear,
  restrictionList,
  rightsKeep,
  rightsEnd,
  reassignedAsk,
  reassignedLoad,
  reassignedStatus,
  subjectExport,
  subjectExplain,
  subjectErase,
  subjectReturned,
  disclosureList,
  disclosureRecord,
  auditVerify,
];

/** What each noun is about, for `--help`. */
export const GROUPS: Readonly<Record<string, string>> = {
  local: 'The same cloud on this machine.',
  notice: 'One thing to tell many people: raise it, look it up, stop it.',
  consent: 'What people agreed to and what they stopped, with the evidence.',
  reassigned: 'Whether a number still belongs to whoever gave it: the Reassigned Numbers Database.',
  optout: 'The ways out: somebody told the district to stop.',
  optin: 'The way back in, with evidence of its own.',
  number: 'Whether a number is whose the export says it is.',
  restriction: 'Who may not be called about whom: court orders and the like.',
  rights: 'Whether a parent may still be told about a student who is 18.',
  subject: 'What is held about one person: show it, explain a call, forget it.',
  disclosure: 'What was told about a student to others than their parents and teachers (34 CFR 99.32).',
  audit: 'Whether the record of it all is whole.',
};
