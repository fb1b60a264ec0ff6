import { attendanceApprove } from './attendance-approve.ts';
import { attendanceHeld } from './attendance-held.ts';
import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { consentGrant } from './consent-grant.ts';
import { consentRevoke } from './consent-revoke.ts';
import { consentShow } from './consent-show.ts';
import { demo } from './demo.ts';
import { desk } from './desk.ts';
import { disclosureList } from './disclosure-list.ts';
import { disclosureRecord } from './disclosure-record.ts';
import { lineConnect } from './line-connect.ts';
import { localUp } from './local-up.ts';
import { noticeCancel } from './notice-cancel.ts';
import { noticeRaise } from './notice-raise.ts';
import { noticeStatus } from './notice-status.ts';
import { numberVerify } from './number-verify.ts';
import { optinRecord } from './optin-record.ts';
import { optoutRecord } from './optout-record.ts';
import { optoutsApprove } from './optouts-approve.ts';
import { policyPrint } from './policy-print.ts';
import { policyShow } from './policy-show.ts';
import { reassignedAsk } from './reassigned-ask.ts';
import { reassignedLoad } from './reassigned-load.ts';
import { reassignedStatus } from './reassigned-status.ts';
import { restrictionClear } from './restriction-clear.ts';
import { restrictionList } from './restriction-list.ts';
import { restrictionSet } from './restriction-set.ts';
import { rightsEnd, rightsKeep } from './rights-change.ts';
import { rosterApprove } from './roster-approve.ts';
import { rosterDryRun } from './roster-dry-run.ts';
import { rosterMap } from './roster-map.ts';
import { subjectErase } from './subject-erase.ts';
import { subjectExplain } from './subject-explain.ts';
import { subjectExport } from './subject-export.ts';
import { subjectReturned } from './subject-returned.ts';
import { taskDone } from './task-done.ts';
import { taskShow } from './task-show.ts';
import { tasksList } from './tasks-list.ts';

/** Every command of the operator's program. */
export const COMMANDS: readonly Command[] = [
  demo,
  localUp,
  lineConnect,
  rosterApprove,
  rosterDryRun,
  noticeRaise,
  noticeStatus,
  noticeCancel,
  attendanceHeld,
  attendanceApprove,
  tasksList,
  taskShow,
  taskDone,
  desk,
  rosterMap,
  optoutRecord,
  optoutsApprove,
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
  policyShow,
  policyPrint,
  auditVerify,
];

/** What each noun is about, for `--help`. */
export const GROUPS: Readonly<Record<string, string>> = {
  local: 'The same cloud on this machine.',
  line: 'The number families see, and what they hear who call it back.',
  roster: 'The exports that say who may be called.',
  notice: 'One thing to tell many people: raise it, look it up, stop it.',
  attendance: 'Schools whose absences look like a mistake, and wait for a person.',
  tasks: 'What a person of a school must do, most urgent first.',
  task: 'One thing a person must do: look it up, take it off the list.',
  consent: 'What people agreed to and what they stopped, with the evidence.',
  reassigned: 'Whether a number still belongs to whoever gave it: the Reassigned Numbers Database.',
  optout: 'The ways out: somebody told the district to stop.',
  optin: 'The way back in, with evidence of its own.',
  number: 'Whether a number is whose the export says it is.',
  restriction: 'Who may not be called about whom: court orders and the like.',
  rights: 'Whether a parent may still be told about a student who is 18.',
  subject: 'What is held about one person: show it, explain a call, forget it.',
  disclosure: 'What was told about a student to others than their parents and teachers (34 CFR 99.32).',
  policy: 'The rules that every call is held to.',
  audit: 'Whether the record of it all is whole.',
};
