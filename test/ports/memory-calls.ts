import type { Call } from '../../shared/calls/call.ts';
import type { CallBook, Leftover, Ring } from '../../shared/calls/call-book.ts';
import { noticeIdOf, ringName } from '../../shared/calls/call-id.ts';
import { isFinal } from '../../shared/calls/transitions.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { NoticeBook } from '../../shared/notices/notice-book.ts';
import type { Lane } from '../../shared/notices/purpose.ts';

/** Calls and notices in memory, true to the tables' conditions; misuse is thrown as an accusation. */
export interface MemoryBooks {
  readonly calls: CallBook;
  readonly notices: NoticeBook;
  readonly stored: ReadonlyMap<string, Call>;
  readonly storedNotices: Map<string, Notice>;
}

interface Shelves {
  readonly stored: Map<string, Call>;
  readonly storedNotices: Map<string, Notice>;
  readonly leftovers: Map<string, Leftover>;
}

const ofNotice = ({ stored }: Shelves, noticeId: string) => [...stored.values()].filter((call) => call.noticeId === noticeId);

export function memoryBooks(): MemoryBooks {
  const shelves: Shelves = { stored: new Map(), storedNotices: new Map(), leftovers: new Map() };
  const { stored, storedNotices } = shelves;
  return { calls: memoryCalls(shelves), notices: memoryNotices(shelves), stored, storedNotices };
}

function memoryCalls(shelves: Shelves): CallBook {
  const { stored, storedNotices, leftovers } = shelves;
  const rings = new Map<string, Ring>();
  const pick = (ids: readonly string[]) =>
    new Map(
      ids.flatMap((id) => {
        const call = stored.get(id);
        return call ? [[id, call] as const] : [];
      }),
    );
  return {
    get: async (ids) => pick(ids),
    withNotices: async (ids) => ({
      calls: pick(ids),
      notices: new Map(
        ids.flatMap((id) => {
          const notice = storedNotices.get(noticeIdOf(id));
          return notice ? [[notice.noticeId, notice] as const] : [];
        }),
      ),
    }),
    move: async (before, after) => {
      if (after.version !== before.version + 1) throw new Error(`accused: ${before.callId} moved without counting`);
      const now = stored.get(before.callId);
      if (now === undefined || now.version !== before.version || now.state !== before.state) return 'lost';
      if (isFinal(now)) throw new Error(`accused: ${before.callId} moved out of ${now.state}`);
      stored.set(after.callId, after);
      return 'moved';
    },
    plan: async (planned) => {
      for (const call of planned) {
        if ((stored.get(call.callId)?.version ?? 1) > 1) throw new Error(`accused: planning undoes ${call.callId}`);
        stored.set(call.callId, call);
      }
    },
    drop: async (ids) => {
      for (const id of ids) stored.delete(id);
    },
    openOf: async (noticeId) => ofNotice(shelves, noticeId).filter((call) => !isFinal(call)),
    allOf: async (noticeId) => ofNotice(shelves, noticeId),
    noteRings: async (noted) => {
      for (const ring of noted) rings.set(ring.contactId, ring);
    },
    leaveForSweeper: async (left) => {
      for (const one of left) leftovers.set(one.contactId, one);
    },
    sweptUp: async (ids) => {
      for (const id of ids) leftovers.delete(id);
    },
    ringsOf: async (ids) => new Map([...rings].filter(([id]) => ids.includes(id))),
    contactsOf: async (asked) => {
      const names = asked.map(({ callId, attempt }) => ringName(callId, attempt));
      const found = [...rings.values()].map((ring) => [ringName(ring.callId, ring.attempt), ring.contactId] as const);
      return new Map(found.filter(([name]) => names.includes(name)));
    },
  };
}

function memoryNotices(shelves: Shelves): NoticeBook {
  const { storedNotices, leftovers } = shelves;
  const listed = new Map<string, Lane>();
  const planners = new Map<string, { planner: string; until: string }>();
  const sealedMessages = new Map<string, Uint8Array>();
  const change = (noticeId: string, over: Partial<Notice>) => {
    const notice = storedNotices.get(noticeId);
    if (notice !== undefined) storedNotices.set(noticeId, { ...notice, ...over });
  };
  return {
    get: async (noticeId) => storedNotices.get(noticeId),
    sealedMessage: async (noticeId) => sealedMessages.get(noticeId),
    create: async (notice, sealed, planning) => {
      if (storedNotices.has(notice.noticeId)) return 'exists';
      storedNotices.set(notice.noticeId, notice);
      sealedMessages.set(notice.noticeId, sealed);
      planners.set(notice.noticeId, planning);
      return 'created';
    },
    takeOver: async (noticeId, planning, now) => {
      if (storedNotices.get(noticeId)?.state !== 'raised' || (planners.get(noticeId)?.until ?? '') > now) return 'theirs';
      planners.set(noticeId, planning);
      return 'ours';
    },
    giveUp: async (noticeId, { planner }) => {
      if (planners.get(noticeId)?.planner === planner) planners.set(noticeId, { planner, until: '' });
    },
    list: async (noticeId, lane) => {
      listed.set(noticeId, lane);
    },
    open: async (noticeId, { planned, weekSpent }, { planner }) => {
      if (storedNotices.get(noticeId)?.state !== 'raised' || planners.get(noticeId)?.planner !== planner) return 'lost';
      change(noticeId, { state: 'open', planned, ...(weekSpent > 0 ? { weekSpent } : {}) });
      return 'opened';
    },
    cancel: async (noticeId) => {
      const state = storedNotices.get(noticeId)?.state;
      if (state === undefined) return 'unknown';
      if (state !== 'raised' && state !== 'open') return 'over';
      change(noticeId, { state: 'cancelled' });
      listed.set(noticeId, 'urgent');
      return 'cancelled';
    },
    noteReached: async (noticeId) => change(noticeId, { reached: true }),
    close: async (noticeId, _from, counts, deadlines) => {
      const open = ofNotice(shelves, noticeId).filter((call) => !isFinal(call));
      if (open.length > 0) throw new Error(`accused: ${noticeId} is closed over ${open.length} open calls`);
      change(noticeId, { state: 'closed', counts, ...(deadlines === undefined ? {} : { deadlines }) });
      listed.delete(noticeId);
    },
    toSweep: async (which) => ({
      notices: [...listed].flatMap(([id, lane]) => (which === 'all' || lane === 'urgent' ? (storedNotices.get(id) ?? []) : [])),
      leftovers: [...leftovers.values()],
    }),
  };
}
