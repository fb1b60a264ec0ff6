/** AWS: amazondynamodb/latest/APIReference/API_DeleteItem.html */
import type { Operation } from '../operation.ts';
import { singleWrite } from './single-write.ts';

export const deleteItem: Operation = singleWrite('DeleteItem', 'Key');
