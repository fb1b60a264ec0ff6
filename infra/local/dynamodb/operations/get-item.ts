/** AWS: amazondynamodb/latest/APIReference/API_GetItem.html */
import type { Operation } from '../operation.ts';
import { read } from './read.ts';

export const getItem: Operation = read('GetItem');
