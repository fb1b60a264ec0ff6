/** AWS: amazondynamodb/latest/APIReference/API_PutItem.html */
import type { Operation } from '../operation.ts';
import { singleWrite } from './single-write.ts';

export const putItem: Operation = singleWrite('PutItem', 'Item');
