import { MANIFEST_MAP } from './maps/oneroster-1.1.ts';
import type { ExportFiles } from './oneroster.ts';
import type { ProblemLog } from './problem.ts';
import { readTable } from './read-table.ts';

/**
 * What the manifest says the export is. `nothing-changed`: it names no user file, which means "no updates", never "everybody left"
 * (OneRoster 1.1 CSV). A missing manifest is common and reads as a whole export.
 */
export function readManifest(files: ExportFiles, problems: ProblemLog): 'whole' | 'nothing-changed' {
  const file = 'manifest.csv';
  const bytes = files.get(file);
  if (bytes === undefined) {
    problems.add('manifest-missing', { file });
    return 'whole';
  }
  const rows = readTable(file, bytes, MANIFEST_MAP, problems)?.rows ?? [];
  const users = rows.find(({ cells }) => cells.propertyName.toLowerCase() === 'file.users');
  const value = users?.cells.value.toLowerCase();
  if (value === 'delta') problems.add('delta-export', { file, row: users?.row ?? 0, column: 'value' }, value);
  return value === 'absent' && !files.has('users.csv') ? 'nothing-changed' : 'whole';
}
