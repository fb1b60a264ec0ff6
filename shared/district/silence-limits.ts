import { z } from 'zod';

/**
 * How many telephones may lose their emergency calls on an unproven word before a person looks (ADR 33). Above them everything
 * but emergencies stops all the same, at once. Key 7 in a call that we placed has no limit: whoever presses it holds the phone.
 */
export const silenceLimits = z
  .strictObject({
    hours: z
      .int()
      .min(1)
      .max(168)
      .default(24)
      .describe('Within so many hours, for each of the two ways. Default 24: the office looks at its list once a school day.'),
    onTheLine: z
      .int()
      .min(0)
      .max(200)
      .default(25)
      .describe(
        'Callers to the district’s number who press 7 for the phone they call from; a caller id can be forged, a call at a time. ' +
          'Default 25: most who have a wrong number say so in the call itself, so more on one day is an attack, or a broadcast to look at.',
      ),
    inFiles: z
      .int()
      .min(0)
      .max(10_000)
      .default(25)
      .describe(
        'Rows "wrong number" in files of opt-outs. Above it, and above the share, those of that file wait for a named person ' +
          '(`ringfence optouts approve`). Default 25: what a mailing list gathers in a week, and no more than one person can ask about in a day.',
      ),
    inFilesPercent: z
      .number()
      .min(0)
      .max(100)
      .default(0.5)
      .describe(
        'The same as a share of the numbers in the contact book; the larger of the two counts. Default 0.5: of the numbers on file some two ' +
          'in a hundred reach a wrong person, gathered over a year; a quarter of them on one day is another list, or a wrong column.',
      ),
  })
  .prefault({});
