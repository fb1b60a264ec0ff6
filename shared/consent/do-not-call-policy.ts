import type { Policy } from './policy.ts';

/** Whose policy it is, and where a request may go. */
export interface PolicyHolder {
  readonly district: string;
  /** As people dial them. */
  readonly callBackNumber: string;
  readonly tollFreeNumber: string;
  /** Name of the rules, e.g. `strict@2026-11-24#1a2b3c4d`. */
  readonly rules: string;
  /** YYYY-MM-DD, the district's. */
  readonly revokeAllFrom: string;
}

/**
 * The written policy for maintaining a do-not-call list, for whoever asks for it (47 CFR 64.1200(d)(1), T-21). Markdown, in the
 * words of the rules that the gate obeys.
 */
export function doNotCallPolicy(holder: PolicyHolder, policy: Policy): string {
  const { district, callBackNumber, tollFreeNumber, rules, revokeAllFrom } = holder;
  const { calls, windowDays, purposes } = policy.landlineExemption;
  const exempt =
    purposes.length === 0
      ? 'But for emergencies and closings we call no landline without agreement, or a number that was given to us for school matters.'
      : `Without agreement we call a landline about ${purposes.join(', ')} at most ${calls} times in ${windowDays} days, and say in each call how to stop it.`;
  return `# Do-not-call policy of ${district}

For everybody who asks. It is what our calling system does, and what our staff are taught to do. Rules: \`${rules}\`.

## Whom we call, and who we are

We call families, students and staff with an automated voice: in emergencies, when schools close, when a child is absent; about events,
surveys and fundraising only as you agreed. Every call says at its beginning that it is automated and that ${district} is calling,
and gives a number at which a person answers in office hours: ${callBackNumber}. A call that sells anything, or that rests on no
agreement, names the person who calls. All our schools are one caller: what you tell one of them binds all.

${exempt}

## How to ask us to stop

In any way you like; none is the only one. It is free, and you need give no reason.

- During a call, at any moment: press **9**. All automated calls but emergencies stop. The call ends at once.
- Where the call rests on your agreement, until ${revokeAllFrom}: press **8**, and only calls of that kind stop.
- It is not the number of the person we want: press **7**. Everything stops, emergencies too, until we have made sure whose number it is.
- Call ${tollFreeNumber}, at any hour: the same keys, also for another telephone than the one you call from; then 7 stops all but emergencies, and our
  office checks the number.
- Call the number that called you.
- Tell anybody at any of our schools, by word, letter, mail or form.

Emergency calls go on after 9, because they are about the safety of children. Whoever wants none of them either tells a person at the
office, who says what that means and notes it.

## What we do then

1. Your number is put on our do-not-call list **at the time of the request**, with your name if you gave it.
2. Calls that are waiting obey it: the list is read again immediately before each call. The law allows ten business days; we take none.
3. It stands on the number, whatever the school's records say the next day, and stays: it has no end unless you agree anew, by an act of your own.
4. Each request is kept with time and way for at least five years, in a record that cannot be changed.
5. We give your request to nobody else. The list is ours alone; companies who call for us use this list and no other.
6. If the law wants you told of an absence, a person calls you instead.

## Who sees to it

Everybody who may take such a request is taught this policy before they answer telephones, and again every school year: that any words
count, that nobody is talked out of it, and how it is noted in three keystrokes. Whoever keeps this system answers for the list; ask for
them at ${callBackNumber}. There you also get this policy on paper, and what we hold about you.
`;
}
