/** AWS: amazondynamodb/latest/APIReference/API_Scan.html */
import { fieldsOf } from '../engine.ts';
import { validationError } from '../errors.ts';
import type { Operation } from '../operation.ts';

/** dynalite does not look at ConsistentRead here; all its reads are consistent. */
export const scan: Operation = {
  honoured: [...fieldsOf('Scan'), 'ConsistentRead'],
  inert: [],
  run: ({ engine, input: { ConsistentRead, ...input } }) => {
    if (ConsistentRead === true && input['IndexName'] !== undefined)
      throw validationError('Consistent reads are not supported on global secondary indexes');
    return engine.run('Scan', input);
  },
};
