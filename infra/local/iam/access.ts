/**
 * Who may do what: identity policies of roles and policies of resources, weighed as within one AWS account.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { AccessCheck, AccessContext, Principal } from '../front/service.ts';
import { Policy, type Question, type Verdict } from './policy.ts';

export interface Denial {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

export class Access {
  readonly #accountId: string;
  readonly #identity = new Map<string, Policy[]>();
  readonly #resource = new Map<string, Policy[]>();
  /** Every refusal since the start, in order. */
  readonly denials: Denial[] = [];

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /** @param roleArn the role whose policy it becomes */
  attachToRole(roleArn: string, document: unknown): void {
    append(this.#identity, roleArn, new Policy(document));
  }

  /** @param resourceArn bucket, queue, key, bus or function whose policy it becomes */
  attachToResource(resourceArn: string, document: unknown): void {
    append(this.#resource, resourceArn, new Policy(document));
  }

  allowed(principal: Principal, check: AccessCheck): boolean {
    return this.refusal(principal, check) === undefined;
  }

  /** @returns AWS's sentence when the answer is no, and remembers it */
  refusal(principal: Principal, check: AccessCheck): string | undefined {
    const question: Question = {
      principal,
      accountId: this.#accountId,
      action: check.action,
      resource: check.resource,
      context: { ...this.#always(principal), ...check.context },
    };
    const reason = this.#decide(question);
    if (reason === undefined) return undefined;
    const message = `User: ${principal.arn} is not authorized to perform: ${check.action} on resource: ${check.resource} ${reason}`;
    this.denials.push({ caller: principal.name, action: check.action, resource: check.resource, message });
    return message;
  }

  #decide(question: Question): string | undefined {
    const own = (this.#identity.get(question.principal.arn) ?? []).map((policy) => policy.judge(question));
    const theirs = this.#policiesOf(question.resource).map((policy) => policy.judge(question));
    if (own.some((verdict) => verdict.denied)) return 'with an explicit deny in an identity-based policy';
    if (theirs.some((verdict) => verdict.denied)) return 'with an explicit deny in a resource-based policy';
    return isKey(question.resource) ? this.#decideKey(question, own, theirs) : this.#decidePlain(question, own, theirs);
  }

  #decidePlain({ principal, action }: Question, own: readonly Verdict[], theirs: readonly Verdict[]): string | undefined {
    if (principal.kind === 'operator') return undefined;
    if (theirs.some((verdict) => verdict.allowed)) return undefined;
    if (principal.kind === 'service') return `because no resource-based policy allows the ${action} action`;
    if (own.some((verdict) => verdict.allowed)) return undefined;
    return `because no identity-based policy allows the ${action} action`;
  }

  /** A key's policy is the gate: IAM policies count only where it hands the decision to the account. */
  #decideKey({ principal, action }: Question, own: readonly Verdict[], theirs: readonly Verdict[]): string | undefined {
    if (theirs.some((verdict) => verdict.allowed)) return undefined;
    const delegated = theirs.some((verdict) => verdict.allowedToAccount);
    if (!delegated) return `because no resource-based policy allows the ${action} action`;
    if (principal.kind === 'operator' || own.some((verdict) => verdict.allowed)) return undefined;
    return `because no identity-based policy allows the ${action} action`;
  }

  /** An object is governed by its bucket's policy. */
  #policiesOf(resource: string): readonly Policy[] {
    const bucket = /^(arn:aws:s3:::[^/]+)\//.exec(resource)?.[1];
    return this.#resource.get(bucket ?? resource) ?? [];
  }

  /** The front door speaks http on one machine; `enforceSSL` statements must not deny everything because of it. */
  #always(principal: Principal): AccessContext {
    return {
      'aws:SecureTransport': 'true',
      'aws:PrincipalArn': principal.arn,
      'aws:PrincipalAccount': this.#accountId,
      'aws:PrincipalIsAWSService': String(principal.kind === 'service'),
      ...(principal.kind === 'service' ? { 'aws:SourceAccount': this.#accountId } : {}),
      ...(principal.sourceArn === undefined ? {} : { 'aws:SourceArn': principal.sourceArn }),
    };
  }
}

function isKey(resource: string): boolean {
  return /^arn:aws:kms:[^:]*:[^:]*:key\//.test(resource);
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
