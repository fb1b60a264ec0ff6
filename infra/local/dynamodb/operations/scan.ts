/** AWS: amazondynamodb/latest/APIReference/API_Scan.html */
import type { Operation } from '../operation.ts';
import { read } from './read.ts';

export const scan: Operation = read('Scan');
