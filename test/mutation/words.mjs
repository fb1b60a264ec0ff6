/**
 * Leaves out of the mutation what a rule says and cites: a test that repeated each sentence would test typing. That every rule
 * has both, in the form a parent can read, is held by `policy.test.ts` and `state-overlays.test.ts`.
 */
const SAID = new Set(['citation', 'words', 'question', 'answer', 'changeAt']);

function shouldIgnore({ node, parent }) {
  const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
  if (isText && parent?.type === 'ObjectProperty' && SAID.has(parent.key.name ?? parent.key.value)) return 'words of a rule';
  return undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'words', value: { shouldIgnore } }];
