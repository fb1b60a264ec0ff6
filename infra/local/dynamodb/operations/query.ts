/** AWS: amazondynamodb/latest/APIReference/API_Query.html */
import type { Operation } from '../operation.ts';
import { read } from './read.ts';

export const query: Operation = read('Query');
