/** AWS: amazondynamodb/latest/APIReference/API_UpdateItem.html */
import type { Operation } from '../operation.ts';
import { singleWrite } from './single-write.ts';

export const updateItem: Operation = singleWrite('UpdateItem', 'Key');
