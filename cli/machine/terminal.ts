import cliProgress from 'cli-progress';
import picocolors from 'picocolors';

/** `live`: somebody watches it move; else only its end is said, and nobody need find out how far it is. */
export interface Progress {
  readonly live: boolean;
  readonly to: (done: number) => void;
  readonly end: () => void;
}

/** How a command talks: people get colour and progress bars, scripts get plain lines or JSON. */
export interface Terminal {
  /** One line for people; nothing with `--json`. */
  line(text?: string): void;
  heading(text: string): void;
  good(text: string): void;
  bad(text: string): void;
  soft(text: string): void;
  /** The result for scripts; printed only with `--json`. */
  result(value: unknown): void;
  /** A bar on a terminal; one line at the start and one at the end elsewhere. */
  progress(label: string, total: number): Progress;
}

const noBar: Progress = { live: false, to: (): void => undefined, end: (): void => undefined };

/** @param json print only the result, as JSON */
export function createTerminal(out: NodeJS.WriteStream, json: boolean): Terminal {
  // By itself the library colours wherever CI is set, terminal or not.
  const colours = picocolors.createColors(out.isTTY === true && picocolors.isColorSupported);
  const say = (text: string): void => {
    if (!json) out.write(`${text}\n`);
  };
  return {
    line: (text = '') => say(text),
    heading: (text) => say(`\n${colours.bold(text)}`),
    good: (text) => say(`  ${colours.green('✓')} ${text}`),
    bad: (text) => say(`  ${colours.red('✗')} ${text}`),
    soft: (text) => say(`  ${colours.dim(text)}`),
    result: (value) => {
      if (json) out.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    progress: (label, total) => {
      if (json) return noBar;
      if (!out.isTTY) {
        say(`  ${label}: ${total} to do`);
        return { ...noBar, end: () => say(`  ${label}: done`) };
      }
      const bar = new cliProgress.SingleBar(
        { format: `  ${label} [{bar}] {value}/{total}`, stream: out, hideCursor: true },
        cliProgress.Presets.rect,
      );
      bar.start(total, 0);
      return { live: true, to: (done) => bar.update(Math.min(done, total)), end: () => bar.stop() };
    },
  };
}
