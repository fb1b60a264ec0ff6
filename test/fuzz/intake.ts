/** `npm run fuzz:intake -- --seed 7 --files 10000`: prints what came of it; exits 1 when a file broke a promise. */
import { parseArgs } from 'node:util';
import { fuzzIntake } from './fuzz-intake.ts';

const EVERY = 1_000;
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '10000' },
    first: { type: 'string', default: '0' },
  },
});
const run = { seed: Number(values.seed), files: Number(values.files), first: Number(values.first) };
if (!Object.values(run).every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error('Usage: npm run fuzz:intake -- [--seed <number>] [--files <number>] [--first <number>]');
  process.exit(2);
}

const inWords = (count: number) => count.toLocaleString('en-US');
let next = run.first;
// An error in a callback of a library belongs to no promise; it is a crash all the same.
process.on('uncaughtException', (error) => {
  console.error(`File ${next} crashed outside of every promise.`, error);
  process.exit(1);
});
const tally = await fuzzIntake(run, ({ files }) => {
  next = run.first + files;
  if (files % EVERY === 0 && files < run.files) console.log(`  ${inWords(files)} of ${inWords(run.files)}`);
});
for (const { number, error } of tally.crashes.slice(0, 20)) {
  console.error(`File ${number}: npm run fuzz:intake -- --seed ${run.seed} --first ${number} --files 1`);
  console.error(error);
}
const { files, crashes, taken, refused, slowest } = tally;
console.log(
  `${inWords(files)} files, ${inWords(crashes.length)} crashes, ${inWords(taken)} taken with their remarks, ` +
    `${inWords(refused)} refused with a reason; the slowest took ${Math.round(slowest.ms)} ms (file ${slowest.number}, seed ${run.seed}).`,
);
process.exit(crashes.length === 0 ? 0 : 1);
