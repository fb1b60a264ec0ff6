import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { Announcement } from './constructs/announcement.ts';
import { AuditBucket } from './constructs/audit-bucket.ts';
import { Buckets } from './constructs/buckets.ts';
import { CallBack } from './constructs/call-back.ts';
import { ConnectLine } from './constructs/connect-line.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { EventRoutes } from './constructs/event-routes.ts';
import { Keys } from './constructs/keys.ts';
import { publishOutputs } from './constructs/outputs.ts';
import { Queues } from './constructs/queues.ts';
import { Tables } from './constructs/tables.ts';
import { Workshop } from './constructs/workshop.ts';
import type { DistrictConfig } from './district-config.ts';

export interface DistrictStackProps extends StackProps {
  readonly config: DistrictConfig;
  /** Folder of the bundles: `<function>/index.mjs`. */
  readonly bundles: string;
}

/**
 * About what Connect starts in a second: one read and one audit object serve twenty calls instead of ten. AWS gathers more than
 * ten only with a window, so an emergency's first ring may wait a second longer.
 */
const SECOND_OF_CALLS = { batchSize: 20, gather: Duration.seconds(1) } as const;

/** A whole district on one page, in the order in which data flows. */
export class DistrictStack extends Stack {
  constructor(scope: Construct, id: string, { config, bundles, ...props }: DistrictStackProps) {
    super(scope, id, props);
    const { district, deployment } = config;
    const logPrefix = `/ringfence/${this.stackName}`;

    // What lies at rest: sealed, locked, kept.
    const keys = new Keys(this, 'Keys', { logPrefix });
    const dataKey = keys.data;
    const tables = new Tables(this, 'Tables', { dataKey, pitrDays: deployment.pitrDays });
    const { exportsExpireDays, recordingsBucket, retentionYears } = deployment;
    const buckets = new Buckets(this, 'Buckets', { dataKey, exportsExpireDays, recordingsBucket });
    const audit = new AuditBucket(this, 'Audit', { retentionYears, accessLogs: buckets.accessLogs });

    // What lies between the functions, and the line to the world.
    const queues = new Queues(this, 'Queues', { dataKey });
    const bus = new EventBus(this, 'Bus', { description: `Ringfence: notices of ${district.name}` });
    const line = new ConnectLine(this, 'Line', config);
    const functions = new Workshop(this, 'Functions', {
      config,
      bundles,
      logPrefix,
      keys,
      tables,
      buckets,
      audit,
      queues,
      bus,
      line,
    });
    const routes = new EventRoutes(this, 'Routes');

    // A dropped export becomes contacts; an attendance file, notices; a calendar, days without them; a file of opt-outs, stops.
    routes.drops('Roster', ['roster/'], { intake: buckets.intake, bus }, queues.intakeRoster);
    functions.make('import-roster').reads('Drops', queues.intakeRoster, { batchSize: 1 });
    routes.drops('Attendance', ['attendance/', 'calendar/'], { intake: buckets.intake, bus }, queues.intakeAttendance);
    functions.make('import-attendance').reads('Drops', queues.intakeAttendance, { batchSize: 1 });
    routes.drops('Optouts', ['optouts/'], { intake: buckets.intake, bus }, queues.intakeOptouts);
    functions.make('import-optouts').reads('Drops', queues.intakeOptouts, { batchSize: 1 });

    // A raised notice becomes calls in their lanes. What is said exists before anybody is called.
    routes.notices(bus, queues.notices);
    functions.make('plan-notice').reads('Notices', queues.notices, { batchSize: 1 });
    const { flowId } = new Announcement(this, 'Announcement', {
      config,
      line,
      recordings: buckets.recordings,
      answerCall: functions.make('answer-call'),
      recordKeypress: functions.make('record-keypress'),
    });
    // Whoever calls the number back hears what was announced, and has the same ways out.
    const callBack = new CallBack(this, 'CallBack', { config, line, answerInbound: functions.make('answer-inbound') });
    const placeCall = functions.make('place-call', { CONNECT_FLOW_ID: flowId });
    placeCall.reads('Urgent', queues.urgent, { ...SECOND_OF_CALLS, batchesAtOnce: urgentBatches(config) });
    // The least AWS allows: two batches of routine calls under way leave Connect to an emergency.
    placeCall.reads('Routine', queues.routine, { ...SECOND_OF_CALLS, batchesAtOnce: 2 });

    // What became of each call, what is still owed, and the proof of it all.
    routes.contactEvents(line.instanceArn, queues.outcomes);
    functions.make('record-outcome').reads('Outcomes', queues.outcomes, { batchSize: 25, gather: Duration.seconds(5) });
    routes.eachMinute('ResumeDeferred', functions.make('resume-deferred'));
    const sealAudit = functions.make('seal-audit');
    keys.letSign(sealAudit.role);
    routes.eachMinute('SealAudit', sealAudit);

    new Alarms(this, 'Alarms', { config, dataKey, queues, functions: functions.all() });
    new Dashboard(this, 'Dashboard', { districtName: district.name, queues, functions: functions.all() });
    publishOutputs(this, { tables, buckets, audit, bus, queues, keys, line, callBack, config });
  }
}

/** A second of calls is being read, another rung, a third recorded: enough to use the quota of call starts; the pacer holds the rate. */
function urgentBatches({ connect }: DistrictConfig): number {
  return Math.max(3, Math.ceil((connect.callsPerSecond * 3) / SECOND_OF_CALLS.batchSize));
}
