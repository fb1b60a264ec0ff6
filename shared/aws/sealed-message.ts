import type { Message } from '../notices/notice.ts';
import { type Binding, type Envelope, EnvelopeForged } from './envelope.ts';

/** What the words of a notice are bound to, in the notices table and in an event that brings them sealed. */
export function messageBinding(noticeId: string): Binding {
  return { key: `NOTICE#${noticeId}`, kind: 'message', version: 1 };
}

/** Seals the words of a notice, and opens those that came sealed. @param envelope of the notices table */
export function createMessageSeal(envelope: Envelope) {
  return {
    sealMessage: (noticeId: string, message: Message): Promise<Uint8Array> => envelope.seal(messageBinding(noticeId), message),
    /** `forged`: not sealed for this notice by somebody who may. */
    openMessage: async (noticeId: string, sealed: Uint8Array): Promise<{ readonly opened: unknown } | 'forged'> => {
      try {
        return { opened: await envelope.open<unknown>(messageBinding(noticeId), sealed) };
      } catch (error) {
        if (error instanceof EnvelopeForged) return 'forged';
        throw error;
      }
    },
  };
}
