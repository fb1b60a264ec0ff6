/** Queues, routes, functions, Connect, alarms: what flows where, in pairs. */
import { describe, expect, test } from 'vitest';
import { districtTemplate, said, sampleConfig } from '../../test/fixtures/district-template.ts';
import { CAPACITY, FUNCTION_NAMES } from './capacity.ts';

const template = districtTemplate();
const pascal = (name: string) => name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const workQueues = template.ofType('AWS::SQS::Queue').filter(([, { Properties }]) => 'RedrivePolicy' in Properties);
const deadLetterQueues = template.ofType('AWS::SQS::Queue').filter(([, { Properties }]) => !('RedrivePolicy' in Properties));
const mappings = template
  .ofType('AWS::Lambda::EventSourceMapping')
  .map(([id, { Properties }]) => ({ id, ...Properties }) as Record<string, unknown>);
const mapping = (idStart: string) => mappings.find(({ id }) => String(id).startsWith(idStart));

describe('every queue', () => {
  test('there are seven, each with a place for its poison', () => {
    expect(workQueues).toHaveLength(7);
    expect(deadLetterQueues).toHaveLength(7);
    const places = workQueues.map(([, { Properties }]) => JSON.stringify(Properties['RedrivePolicy']));
    expect(new Set(places).size).toBe(7);
    for (const place of places) expect(place).toContain('"maxReceiveCount":12');
  });

  test.each(workQueues.map(([id]) => [id]))('%s is read, by a function that needs at most a sixth of its visibility', (id) => {
    const reader = mappings.find(({ EventSourceArn }) => said(EventSourceArn) === `<${id}.Arn>`);
    const name = FUNCTION_NAMES.find((each) => said(reader?.['FunctionName']).startsWith(`<Functions${pascal(each)}Function`));
    if (name === undefined) throw new Error(`${id} has no reader`);
    expect(template.resources[id]?.Properties['VisibilityTimeout']).toBe(CAPACITY[name].timeout.toSeconds() * 6);
  });

  test('is encrypted with the district’s key and speaks TLS only', () => {
    for (const [id, { Properties }] of template.ofType('AWS::SQS::Queue')) {
      expect(said(Properties['KmsMasterKeyId'])).toMatch(/^<KeysData\w+\.Arn>$/);
      const policy = template.ofType('AWS::SQS::QueuePolicy').find(([, each]) => said(each.Properties['Queues']) === `<${id}>`);
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe('the lanes', () => {
  test('an emergency has more of place-call than routine calls may take', () => {
    expect(mapping('FunctionsPlaceCallRoutine')).toMatchObject({ BatchSize: 20, ScalingConfig: { MaximumConcurrency: 2 } });
    expect(mapping('FunctionsPlaceCallUrgent')).toMatchObject({ BatchSize: 20, ScalingConfig: { MaximumConcurrency: 3 } });
    expect(mapping('FunctionsPlaceCallUrgent')).toMatchObject({ MaximumBatchingWindowInSeconds: 1 });
  });

  test('outcomes are gathered for five seconds; every mapping gives back failed messages alone', () => {
    expect(mapping('FunctionsRecordOutcome')).toMatchObject({ BatchSize: 25, MaximumBatchingWindowInSeconds: 5 });
    for (const each of mappings) expect(each['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });
});

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: unknown;
  readonly InputTransformer?: { readonly InputTemplate: string; readonly InputPathsMap: Record<string, string> };
}
const route = (id: string) => {
  const { Properties } = template.find('AWS::Events::Rule', `Routes${id}`);
  const [target] = Properties['Targets'] as readonly [Target]; // one target a rule
  return { pattern: Properties['EventPattern'], bus: Properties['EventBusName'], target };
};

const DROPS = { Roster: ['roster/'], Attendance: ['attendance/', 'calendar/'], Optouts: ['optouts/'] };

describe('a route', () => {
  test('of contact events forwards six fields, and nothing that could hold the number called', () => {
    const { pattern, target, bus } = route('ContactEnded');
    expect(bus).toBeUndefined();
    expect(pattern).toMatchObject({ source: ['aws.connect'], detail: { eventType: ['DISCONNECTED', 'CONTACT_DATA_UPDATED'] } });
    expect(pattern).not.toHaveProperty('detail-type');
    expect(target.InputTransformer?.InputTemplate).toBe(
      '{"contactId":"<contactId>","eventType":"<eventType>","time":"<time>","reason":"<reason>","connected":"<connected>","method":"<method>"}',
    );
    expect(
      Object.values(target.InputTransformer?.InputPathsMap ?? {}).filter((path) => /ndpoint|^\$\.detail$/.test(path)),
    ).toEqual([]);
  });

  test.each([
    ['NoticeRaised', 'raised', 'Notice Raised'],
    ['NoticeCancelled', 'cancelled', 'Notice Cancelled'],
  ])('%s takes the district’s bus, from whoever may put events on it', (id, type, detailType) => {
    const { pattern, target, bus } = route(id);
    expect(said(bus)).toMatch(/^<Bus/);
    expect(pattern).toEqual({ 'detail-type': [detailType] });
    expect(target.InputTransformer?.InputTemplate).toBe(`{"type":"${type}","id":"<id>","time":"<time>","detail":<detail>}`);
  });

  test.each(Object.entries(DROPS))('of %s drops takes its prefix of the intake bucket, and no other', (id, prefixes) => {
    const { pattern, target } = route(`${id}Dropped`);
    expect(pattern).toMatchObject({ detail: { object: { key: prefixes.map((prefix) => ({ prefix })) } } });
    expect(said(target.Arn)).toMatch(new RegExp(`^<QueuesIntake${id}Queue`));
  });

  test.each(['Roster', 'Attendance', 'Optouts'])(
    'of an approval takes one key from the district’s bus to the queue of %s files',
    (id) => {
      const { pattern, target, bus } = route(`${id}Approved`);
      expect(said(bus)).toMatch(/^<Bus/);
      expect(pattern).toEqual({ 'detail-type': [`${id} Approved`] });
      expect(target.InputTransformer).toEqual({ InputPathsMap: { key: '$.detail.file' }, InputTemplate: '{"key":<key>}' });
      expect(said(target.Arn)).toMatch(new RegExp(`^<QueuesIntake${id}Queue`));
    },
  );

  test('that cannot deliver leaves the event among the dead letters; only that rule may send there', () => {
    const ofFiles = ['Roster', 'Attendance', 'Optouts'].flatMap((id) => [`${id}Dropped`, `${id}Approved`]);
    for (const id of [...ofFiles, 'NoticeRaised', 'NoticeCancelled', 'ContactEnded']) {
      expect(said(route(id).target.DeadLetterConfig)).toMatch(/DeadLetters/);
    }
    for (const [, { Properties }] of template.ofType('AWS::SQS::QueuePolicy')) {
      const open = (Properties['PolicyDocument'] as { Statement: { Effect: string; Condition?: object }[] }).Statement.filter(
        ({ Effect, Condition }) => Effect === 'Allow' && !JSON.stringify(Condition).includes('aws:SourceArn'),
      );
      expect(open).toEqual([]);
    }
  });

  test.each(['ResumeDeferred', 'SealAudit'])('%s runs each minute, once', (id) => {
    const { Properties } = template.find('AWS::Events::Rule', `Routes${id}`);
    expect(Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }],
    });
  });
});

describe('every function', () => {
  test.each(FUNCTION_NAMES)('%s runs on one runtime and writes an encrypted log of its own that ends', (name) => {
    const { Properties } = template.find('AWS::Lambda::Function', `Functions${pascal(name)}Function`);
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    const log = template.find('AWS::Logs::LogGroup', `Functions${pascal(name)}Log`).Properties;
    expect(log).toMatchObject({ RetentionInDays: 90 });
    expect(String(log['LogGroupName'])).toMatch(new RegExp(`^/ringfence/.+/${name}$`));
    expect(said(log['KmsKeyId'])).toMatch(/^<KeysData/);
  });

  test('is told its name, and no table it may not read', () => {
    for (const name of FUNCTION_NAMES) {
      const { Properties } = template.find('AWS::Lambda::Function', `Functions${pascal(name)}Function`);
      expect(Properties['Environment']).toMatchObject({ Variables: { WRITER: name, POWERTOOLS_SERVICE_NAME: name } });
    }
    const sealer = template.find('AWS::Lambda::Function', 'FunctionsSealAuditFunction').Properties;
    expect(JSON.stringify(sealer['Environment'])).not.toMatch(/CONTACTS_TABLE|NOTICES_TABLE|DATA_KEY_ARN/);
  });
});

describe('Connect', () => {
  test('instance and number are made, and stay when the stack goes', () => {
    for (const type of ['AWS::Connect::Instance', 'AWS::Connect::PhoneNumber'])
      expect(template.find(type, 'Line').DeletionPolicy).toBe('Retain');
    expect(template.find('AWS::Connect::Instance', 'Line').Properties['Attributes']).toMatchObject({
      ContactflowLogs: false,
      ContactLens: false,
    });
  });

  test('a district’s own instance and number are used instead, and none is made', () => {
    const instance = 'arn:aws:connect:us-east-1:123456789012:instance/0f000000-0000-4000-8000-000000000000';
    const existingArn = 'arn:aws:connect:us-east-1:123456789012:phone-number/1f000000-0000-4000-8000-000000000000';
    const own = districtTemplate(sampleConfig({ connect: { existingInstanceArn: instance, phoneNumber: { existingArn } } }));
    expect([...own.ofType('AWS::Connect::Instance'), ...own.ofType('AWS::Connect::PhoneNumber')]).toEqual([]);
    expect(own.outputs['ConnectInstanceId']?.Value).toBe('0f000000-0000-4000-8000-000000000000');
    expect(own.find('AWS::Connect::ContactFlow', 'Announcement').Properties['InstanceArn']).toBe(instance);
  });

  test('invokes the three functions of its flows, from this instance of this account alone', () => {
    const allowed = template
      .ofType('AWS::Lambda::Permission')
      .filter(([, { Properties }]) => Properties['Principal'] === 'connect.amazonaws.com');
    expect(allowed.map(([, { Properties }]) => said(Properties['FunctionName']).replace(/[0-9A-F]{8}/, ''))).toEqual([
      '<FunctionsAnswerCallFunction.Arn>',
      '<FunctionsRecordKeypressFunction.Arn>',
      '<FunctionsAnswerInboundFunction.Arn>',
    ]);
    for (const [, { Properties }] of allowed) {
      expect(said(Properties['SourceArn'])).toMatch(/^<LineInstance/);
      expect(said(Properties['SourceAccount'])).toBe('<AWS::AccountId>');
    }
  });

  test('keeps answer-call warm only where the district asks for it', () => {
    expect(template.ofType('AWS::Lambda::Alias')).toEqual([]);
    const warm = districtTemplate(sampleConfig({ provisionedAnswering: 2 }));
    expect(warm.find('AWS::Lambda::Alias', 'FunctionsAnswerCall').Properties['ProvisionedConcurrencyConfig']).toEqual({
      ProvisionedConcurrentExecutions: 2,
    });
    expect(said(warm.find('AWS::Connect::ContactFlow', 'Announcement').Properties['Content'])).toMatch(
      /<FunctionsAnswerCallFunctionAlias/,
    );
  });
});

describe('alarms', () => {
  const alarms = template.ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

  test('each promise has one, each e-mails the district, and says what to do', () => {
    const names = alarms.map(({ AlarmName }) => String(AlarmName).split(' ').slice(1).join(' '));
    expect(names).toEqual(
      expect.arrayContaining([
        'UrgentCallsWait',
        'SealingBehind',
        'ConnectRefuses',
        'NobodyReached',
        'EnvelopeForged',
        'OptoutsRejected',
        'WrongNumbersHeld',
        'LineSilencesBraked',
        'RosterHeld',
        'SchoolsUnknown',
        'ExportsStopped',
      ]),
    );
    expect(names.filter((name) => name.endsWith('DeadLetters'))).toHaveLength(7);
    expect(names.filter((name) => name.endsWith('errors'))).toHaveLength(FUNCTION_NAMES.length);
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(said(AlarmActions)).toMatch(/^<AlarmsTopic/);
      expect(String(AlarmDescription).length).toBeGreaterThan(40);
    }
    expect(template.find('AWS::SNS::Subscription', 'AlarmsTopic').Properties).toMatchObject({ Protocol: 'email' });
  });

  test('silence alarms where silence is bad, and nowhere else', () => {
    const breaching = alarms
      .filter(({ TreatMissingData }) => TreatMissingData === 'breaching')
      .map(({ AlarmName }) => String(AlarmName));
    expect(breaching).toEqual([expect.stringContaining('SealingBehind'), expect.stringContaining('ExportsStopped')]);
  });

  test('thirty hours without a fresh export alarm, which is as far as AWS lets one look back by the hour', () => {
    const stopped = alarms.find(({ AlarmName }) => String(AlarmName).endsWith(' ExportsStopped'));
    expect(stopped).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      ...{ Threshold: 1, Period: 3_600, EvaluationPeriods: 30, Statistic: 'Sum', MetricName: 'FreshExportTaken' },
    });
    for (const { Period = 60, EvaluationPeriods } of alarms)
      expect(Number(Period) * Number(EvaluationPeriods)).toBeLessThanOrEqual(Number(Period) < 3_600 ? 86_400 : 604_800);
  });
});

test('the outputs are the ones the others look up', () => {
  expect(Object.keys(template.outputs).join(' ')).toBe(
    'ContactsTableName NoticesTableName IntakeBucketName AuditBucketName ViewBucketName RecordingsBucketName BusName UrgentQueueUrl ' +
      'RoutineQueueUrl NoticesQueueUrl OutcomesQueueUrl DeadLetterQueueUrls DataKeyArn AuditSigningKeyArn ConnectInstanceId PhoneNumber PhoneNumberArn CallBackFlowId ' +
      'District DistrictName Timezone BackupDays AuditYears ExportDays RevokeAllFrom',
  );
});
