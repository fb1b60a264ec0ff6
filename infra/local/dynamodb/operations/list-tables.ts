/** AWS: amazondynamodb/latest/APIReference/API_ListTables.html */
import type { Operation } from '../operation.ts';
import { read } from './read.ts';

export const listTables: Operation = read('ListTables');
