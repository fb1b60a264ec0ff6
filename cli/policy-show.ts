import { policyDocument } from '../shared/consent/policy-document.ts';
import type { Command } from './command.ts';

export const policyShow: Command = {
  name: 'policy show',
  summary: 'The rules every call is held to, with their citations: for counsel.',
  examples: ['ringfence policy show > policy.md'],
  options: [],
  async run(_given, { terminal }) {
    const document = policyDocument();
    for (const line of document.trimEnd().split('\n')) terminal.line(line);
    terminal.result({ document });
    return 0;
  },
};
