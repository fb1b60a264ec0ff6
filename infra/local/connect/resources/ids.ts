import { seededBytes, uuidOf } from '../../front/seeded-bytes.ts';
import type { ConnectState, Instance } from '../state.ts';

/** The same id for the same seed and logical id, in whatever order the template is made. */
export function idOf(state: ConnectState, kind: string, logicalId: string): string {
  return uuidOf(seededBytes(state.world, `connect ${kind} ${logicalId}`)(16));
}

/** @throws when the ARN is not one of an instance of this template */
export function instanceOf(state: ConnectState, where: string, arn: string | undefined): Instance {
  const found = [...state.instances.values()].find((instance) => instance.arn === arn);
  if (found === undefined) throw new Error(`${where}: there is no Connect instance ${arn ?? '(none named)'}`);
  return found;
}
