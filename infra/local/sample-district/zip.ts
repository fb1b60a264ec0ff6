import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Zips texts at the root of an archive; the same input gives the same bytes (the time stamp is the school day's midnight). */
export async function zip(files: Readonly<Record<string, string | Buffer>>, day = '2026-11-24'): Promise<Buffer> {
  const archive = new ZipFile();
  const options = { mtime: new Date(`${day}T00:00:00Z`), mode: 0o100644 };
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name, options);
  archive.end();
  return await buffer(archive.outputStream);
}
