import { held, note, rejected } from './severity.ts';

const CORRECT_PHONE = 'Correct the phone in the student information system; it is taken with the next export.';

/** What can be wrong with a phone. */
export const PHONE_PROBLEMS = {
  'phone-impossible': rejected('No numbering plan has this phone number.', CORRECT_PHONE),
  'phone-not-a-number': rejected('The field holds no phone number.', CORRECT_PHONE),
  'phone-none': rejected('The field says in words that there is no phone.', 'Leave the field empty, or give a phone.'),
  'phone-placeholder': rejected('The phone is a placeholder.', CORRECT_PHONE),
  'phone-short': rejected('The phone has no area code.', 'Add the area code; none is ever guessed.'),
  'phone-spreadsheet': rejected(
    'A spreadsheet has ruined the phone number.',
    'Export straight from the student information system, without opening the file in a spreadsheet.',
  ),
  'phone-several': rejected('The field holds several phones or text beside the phone.', 'Put each phone in a column of its own.'),
  'phone-extension': rejected('The phone leads to an extension, which an automated call cannot reach.', 'Give a direct number.'),
  'phone-country': rejected(
    'The phone lies in a country the district does not call.',
    'Give a number the district may call, or allow the country in the settings.',
  ),
  'phone-undialable': rejected('The phone is toll-free, premium, satellite or a service code.', CORRECT_PHONE),
  'phone-wrong-number': rejected('The field says that this is a wrong number.', 'Ask the family for their number.'),
  'phone-own-line': rejected('This is a line of the district’s own, so it is nobody’s at home.', CORRECT_PHONE),
  'phone-of-minor': rejected(
    'This is the own phone of a minor student, so it is nobody’s guardian number.',
    'Give the guardian’s own number.',
  ),
  'do-not-call': held(
    'The phone field says that this number must not be called; every call but emergencies stops.',
    'Ask the family, then clean the field.',
  ),

  'phone-shared': note(
    'More than ten contacts have this phone: a school’s, a shelter’s or an agency’s; whoever answers there hears about all their students.',
    'Look whether it is right, as it is for children in care; else correct it in the student information system.',
  ),
  'number-moved': note(
    'This phone was another person’s until now: what was stopped on it stays stopped, and agreements from before do not count for it.',
    'Ask the person for their agreement on this phone; it needs a form dated after today.',
  ),
  'phone-split': note(
    'The field holds several phones; each was taken as this person’s.',
    'Put each phone in a column of its own, with the person it belongs to.',
  ),
} as const;
