/** AWS: kms/latest/APIReference/API_ListAliases.html. All in one answer: a district has a handful. */
import { type Operation, optionalText } from '../operation.ts';

export const listAliases: Operation = {
  honoured: ['KeyId'],
  inert: ['Limit', 'Marker'],
  run: ({ keys, input }) => {
    const name = optionalText(input, 'KeyId');
    const keyId = name === undefined ? undefined : keys.named(name).id;
    const found = keys.aliases().filter((alias) => keyId === undefined || alias.keyId === keyId);
    const Aliases = found.map((alias) => ({
      AliasName: alias.name,
      AliasArn: alias.arn,
      TargetKeyId: alias.keyId,
      CreationDate: alias.createdAt / 1000,
      LastUpdatedDate: alias.createdAt / 1000,
    }));
    return { Aliases, Truncated: false };
  },
};
