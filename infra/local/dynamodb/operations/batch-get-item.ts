/** AWS: amazondynamodb/latest/APIReference/API_BatchGetItem.html */
import type { Operation } from '../operation.ts';
import { read } from './read.ts';

export const batchGetItem: Operation = read('BatchGetItem');
