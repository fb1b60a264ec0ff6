import { z } from 'zod';
import { connectClient } from '../shared/aws/clients.ts';
import { createPhoneLine } from '../shared/aws/phone-line.ts';
import { type Command, CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

const args = z.object({ check: z.boolean().optional() });

function outputOf({ outputs }: District, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new CommandRefused(`the stack has no output ${name}`, 'deploy it again with this version');
  return value;
}

/** Puts the call-back flow on the district's number, and believes only what Connect says afterwards. */
export const lineConnect: Command = {
  name: 'line connect',
  summary: "Have the district's number answered: whoever calls it back hears the last announcement and has the same keys.",
  examples: ['ringfence line connect', 'ringfence line connect --check'],
  options: [{ flags: '--check', description: 'only say whether it is answered; exit code 1 where it is not' }],
  async run(given, { terminal, district }) {
    const { check } = args.parse(given);
    const connected = await district();
    const [number, arn] = [outputOf(connected, 'PhoneNumber'), outputOf(connected, 'PhoneNumberArn')];
    const flowId = outputOf(connected, 'CallBackFlowId');
    const line = createPhoneLine({ connect: connectClient(), instanceId: outputOf(connected, 'ConnectInstanceId') });
    const before = await line.answeredBy(arn);
    if (before !== flowId && check !== true) await line.connect(arn, flowId);
    const after = check === true || before === flowId ? before : await line.answeredBy(arn);
    const answered = after === flowId;
    if (answered) terminal.good(`${number} is answered by the call-back line${before === flowId ? ' (it was already)' : ''}`);
    else terminal.bad(`${number} is ${after === undefined ? 'answered by nobody' : 'answered by another flow'}`);
    terminal.soft(answered ? 'call it from a phone: it says whose line it is' : 'run: ringfence line connect');
    terminal.result({ number, answered, flow: after ?? null });
    return answered ? 0 : 1;
  },
};
