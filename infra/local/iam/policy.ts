/**
 * One policy document, compiled: which of its statements speak about a request, and what they say.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import type { AccessContext, Principal } from '../front/service.ts';
import { type Condition, compileConditions } from './conditions.ts';
import { matches } from './pattern.ts';

export interface Question {
  readonly principal: Principal;
  readonly accountId: string;
  readonly action: string;
  readonly resource: string;
  readonly context: AccessContext;
}

/** How a statement names who it speaks about: the caller itself, or the account that leaves it to IAM policies. */
type Naming = 'caller' | 'account' | 'nobody';

interface Statement {
  readonly allows: boolean;
  readonly speaksOf: (question: Question) => boolean;
  readonly names: (question: Question) => Naming;
}

export interface Verdict {
  readonly denied: boolean;
  readonly allowed: boolean;
  /** Allowed to the account as such: a role then needs its own policy too (KMS key policies). */
  readonly allowedToAccount: boolean;
}

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition']);

export class Policy {
  readonly #statements: readonly Statement[];

  /** @throws Error when the document says something the evaluator does not know */
  constructor(document: unknown) {
    const statements = isRecord(document) ? document['Statement'] : undefined;
    if (statements === undefined) throw new Error(`not a policy document: ${JSON.stringify(document)}`);
    this.#statements = (Array.isArray(statements) ? statements : [statements]).map(compileStatement);
  }

  judge(question: Question): Verdict {
    const relevant = this.#statements.filter((statement) => statement.speaksOf(question));
    const naming = (allows: boolean) => relevant.filter((statement) => statement.allows === allows).map((s) => s.names(question));
    const allows = naming(true);
    return {
      denied: naming(false).some((who) => who !== 'nobody'),
      allowed: allows.includes('caller'),
      allowedToAccount: allows.includes('account'),
    };
  }
}

function compileStatement(statement: unknown): Statement {
  if (!isRecord(statement)) throw new Error(`not a policy statement: ${JSON.stringify(statement)}`);
  const unknown = Object.keys(statement).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) throw new Error(`the local cloud does not know ${unknown.join(', ')} in a policy statement`);
  const actions = compileList(statement, 'Action', (pattern, question) => matches(pattern, question.action, true));
  const resources = compileList(statement, 'Resource', (pattern, question) => matches(pattern, question.resource));
  const condition = compileCondition(statement['Condition']);
  return {
    allows: statement['Effect'] === 'Allow',
    speaksOf: (question) => actions(question) && resources(question) && condition(question.context),
    names: compilePrincipal(statement['Principal']),
  };
}

function compileList(
  statement: Readonly<Record<string, unknown>>,
  name: string,
  matchesOne: (pattern: string, question: Question) => boolean,
): (question: Question) => boolean {
  const [given, not] = [statement[name], statement[`Not${name}`]];
  // A trust policy has no Resource: it speaks about the role it belongs to.
  if (given === undefined && not === undefined) return () => name === 'Resource';
  const patterns = (Array.isArray(given ?? not) ? [given ?? not].flat() : [given ?? not]).map(String);
  const variable = patterns.find((pattern) => pattern.includes('${'));
  if (variable !== undefined) throw new Error(`policy variables are not known here: ${variable}`);
  return (question) => patterns.some((pattern) => matchesOne(pattern, question)) === (given !== undefined);
}

function compileCondition(block: unknown): Condition {
  if (block === undefined) return () => true;
  if (!isRecord(block)) throw new Error(`not a condition block: ${JSON.stringify(block)}`);
  return compileConditions(
    Object.fromEntries(Object.entries(block).map(([operator, keys]) => [operator, isRecord(keys) ? keys : {}])),
  );
}

/** Without a Principal it is an identity policy: it speaks of whoever it is attached to. */
function compilePrincipal(principal: unknown): (question: Question) => Naming {
  if (principal === undefined) return () => 'caller';
  if (principal === '*') return () => 'caller';
  if (!isRecord(principal)) throw new Error(`not a principal: ${JSON.stringify(principal)}`);
  const services = listOf(principal['Service']);
  const accounts = listOf(principal['AWS']);
  return ({ principal: who, accountId }) => {
    if (who.kind === 'service') return services.includes(who.arn) || services.includes('*') ? 'caller' : 'nobody';
    if (accounts.includes('*') || accounts.includes(who.arn)) return 'caller';
    const root = `arn:aws:iam::${accountId}:root`;
    return accounts.includes(root) || accounts.includes(accountId) ? 'account' : 'nobody';
  };
}

function listOf(value: unknown): string[] {
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
