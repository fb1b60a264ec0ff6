import { type EngineOperation, fieldsOf } from '../engine.ts';
import type { Operation } from '../operation.ts';

/** Operations that dynalite answers as AWS does. Eventually consistent reads are consistent here. */
export function read(operation: EngineOperation): Operation {
  return { honoured: fieldsOf(operation), inert: [], run: ({ engine, input }) => engine.run(operation, input) };
}
