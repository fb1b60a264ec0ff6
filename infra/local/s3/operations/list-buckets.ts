/** AWS: AmazonS3/latest/API/API_ListBuckets.html */
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';

export const listBuckets: Operation = {
  query: ['prefix'],
  headers: [],
  inert: ['max-buckets', 'bucket-region'],
  run: ({ world, buckets, request }) => {
    const prefix = request.query.get('prefix') ?? '';
    const found = buckets.all().filter(({ name }) => name.startsWith(prefix));
    return xmlReply('ListAllMyBucketsResult', {
      Owner: { ID: world.accountId },
      Buckets: { Bucket: found.map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt).toISOString() })) },
    });
  },
};
