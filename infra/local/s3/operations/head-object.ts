/** AWS: AmazonS3/latest/API/API_HeadObject.html */
import type { Operation } from '../operation.ts';
import { getObject, read } from './get-object.ts';

export const headObject: Operation = {
  ...getObject,
  run: (call) => {
    const { status, headers } = read(call);
    return { status, ...(headers === undefined ? {} : { headers }) };
  },
};
