import { z } from 'zod';

/** A moment as an operator gives it: RFC 3339 with its offset. */
export const moment = z.iso.datetime({ offset: true, message: 'write a moment as RFC 3339, e.g. 2026-08-14T09:00:00-05:00' });
