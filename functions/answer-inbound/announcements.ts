import type { DistrictSettings } from '../../shared/district/settings.ts';
import { type AnnouncedNotice, mayBeRepeated, wordsAreForAnybody } from '../../shared/notices/announced.ts';
import { type Announced, lineSentencesIn } from '../../shared/notices/line-sentences.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { placeOf } from '../../shared/notices/place-of.ts';
import { escaped } from '../../shared/notices/spoken-sentences.ts';
import { type Spoken, wordingFor } from './languages.ts';

/** What a caller hears of what was announced: words, or words before a recording. */
export interface Repeated {
  /** SSML without `<speak>`. */
  readonly words: string;
  /** S3 address; empty where nothing is recorded. */
  readonly recording: string;
}

export interface Hearing {
  readonly now: Date;
  readonly settings: DistrictSettings;
  /** The caller's number is one of those that ring in a rehearsal. */
  readonly rehearses: boolean;
  readonly wishes: readonly string[];
  readonly spoken: Spoken;
}

/** Connect speaks 3,000 characters; the name and the sentences around take their share. */
const MOST_CHARACTERS = 2_400;
const MOST_NOTICES = 2;

/**
 * The last that was announced to everybody, newest first; the same for whoever calls. What fits a caller's children would tell a
 * forged caller id which school they go to.
 */
export async function lastAnnounced(all: readonly AnnouncedNotice[], hearing: Hearing): Promise<Repeated> {
  const { now, settings, rehearses, spoken } = hearing;
  const said = all
    .filter(({ notice, rehearsal }) => mayBeRepeated(notice, now, settings) && (!rehearsal || rehearses))
    .slice(0, MOST_NOTICES);
  const told = await Promise.all(said.map((one) => inWords(one, hearing)));
  const [newest, ...older] = told;
  if (newest === undefined) return { words: lineSentencesIn(spoken.language).nothingAnnounced, recording: '' };
  if (newest.recording !== '') return newest;
  const fitting = older.filter(
    ({ words, recording }) => recording === '' && newest.words.length + words.length <= MOST_CHARACTERS,
  );
  return { words: [newest, ...fitting].map(({ words }) => words).join(' '), recording: '' };
}

async function inWords({ notice, words }: AnnouncedNotice, { settings, wishes, spoken }: Hearing): Promise<Repeated> {
  const sentences = lineSentencesIn(spoken.language);
  const about = announcedOf(notice, spoken, settings);
  if (!wordsAreForAnybody(notice, settings)) return { words: sentences.askTheOffice(about), recording: '' };
  const wording = wordingFor(await words(), wishes, spoken, settings);
  if (wording === undefined) return { words: sentences.askTheOffice(about), recording: '' };
  if (wording.recording !== undefined) return { words: sentences.announced(about), recording: wording.recording };
  const place = placeOf(about.schools, settings);
  return { words: `${sentences.announced(about)} ${escaped(wording.text.replaceAll('{school}', place))}`, recording: '' };
}

function announcedOf({ audience, raisedAt }: Notice, { language }: Spoken, { schools, district }: DistrictSettings): Announced {
  const ids = audience.kind === 'schools' ? audience.schools : [];
  return {
    when: new Intl.DateTimeFormat(language, {
      ...{ timeZone: district.timezone, weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    } as Intl.DateTimeFormatOptions).format(new Date(raisedAt)),
    schools: schools.filter(({ id }) => ids.includes(id)).map(({ name }) => name),
  };
}
