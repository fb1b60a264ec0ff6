/** One invocation of the real bundle of `import-roster`, in a process whose memory can be told. */
const [bundle = '', key = ''] = process.argv.slice(2);

export interface Imported {
  readonly ms: number;
  /** Of this process alone, the garbage collector's threads included; the cloud's is another's. */
  readonly cpuMs: number;
  /** Most resident memory of the process, Node and the bundle included. */
  readonly peakBytes: number;
  readonly failures: number;
}

const { handler } = await import(bundle);
const record = {
  messageId: `bench ${key}`,
  receiptHandle: 'bench',
  body: JSON.stringify({ key }),
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
};
const context = { awsRequestId: 'bench', functionName: 'import-roster', getRemainingTimeInMillis: () => 900_000 };
const [begun, used] = [performance.now(), process.cpuUsage()];
const { batchItemFailures } = await handler({ Records: [record] }, context);
const { user, system } = process.cpuUsage(used);
const told: Imported = {
  ms: performance.now() - begun,
  cpuMs: (user + system) / 1_000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  failures: batchItemFailures.length,
};
process.send?.(told, () => process.disconnect());
