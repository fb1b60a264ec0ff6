/** What every service of the local cloud offers the front door, and what it gets from it. */
import type { World } from '../world.ts';

/** Who is calling: a role of the template, the district's operator, or an AWS service acting for itself. */
export interface Principal {
  readonly kind: 'role' | 'operator' | 'service';
  /** Role ARN, `arn:aws:iam::<account>:root` for the operator, or e.g. `connect.amazonaws.com`. */
  readonly arn: string;
  /** Function or person, for counting and logs. */
  readonly name: string;
  /** For a service: the resource it acts for (`aws:SourceArn`), e.g. the Connect instance. */
  readonly sourceArn?: string;
}

export interface FrontRequest {
  readonly method: string;
  /** Decoded path, without the query. */
  readonly path: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-cased names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly principal: Principal;
  /** SigV4 service name from the credential scope (`s3`, `sqs`, `dynamodb` …). */
  readonly signingService: string;
}

export interface FrontResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** One thing IAM must allow before the request is carried out; all of a request's checks must pass. */
export interface AccessCheck {
  readonly action: string;
  readonly resource: string;
  readonly context?: AccessContext;
}

/** Condition keys and their values; a list for a multivalued key. */
export type AccessContext = Readonly<Record<string, string | readonly string[]>>;

/** What the template says a resource is once it exists: the values of `Ref` and `Fn::GetAtt`. */
export interface CreatedResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Makes one resource of the template. Properties are resolved: no intrinsic is left. Unknown properties throw. */
export type ResourceMaker = (
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
) => CreatedResource | Promise<CreatedResource>;

/** A row of the coverage table that `ringfence local up --coverage` prints: what is honoured, what is accepted and inert. */
export interface CoverageRow {
  readonly operation: string;
  readonly honoured: readonly string[];
  readonly inert: readonly string[];
}

export interface LocalService {
  /** SigV4 service name this answers to. */
  readonly signingName: string;
  /** Operation name for counting, e.g. `PutObject`; throws an AWS-shaped error (501) for what is not known. */
  operationOf(request: FrontRequest): string;
  /** What IAM must allow for this request. */
  checks(request: FrontRequest, operation: string): readonly AccessCheck[];
  handle(request: FrontRequest, operation: string): Promise<FrontResponse>;
  /** True for a request that may wait for the simulated clock (a long poll): it does not hold the clock back. */
  waits?(request: FrontRequest, operation: string): boolean;
  /** How this service says no, in its own protocol (`AccessDenied`, `AccessDeniedException` …). */
  deny(request: FrontRequest, message: string): FrontResponse;
  readonly resources: Readonly<Record<string, ResourceMaker>>;
  readonly coverage: readonly CoverageRow[];
  /** Every stored byte, for scans: a place (`table contacts, item …`) and what is there. */
  stored(): Iterable<{ readonly place: string; readonly bytes: Buffer }>;
}

export type ServiceFactory<T extends LocalService = LocalService> = (world: World) => T;
