/**
 * Imported first by every entry: when npm was not allowed to run the `node` package's install script, scripts silently fall
 * back to the machine's own Node, and fail later in ways nobody understands.
 */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Ringfence runs on Node 24 and found ${process.versions.node}.\n` +
      'Try: npm run <script> (it brings its own Node), or allow the install script of the package "node" and run npm ci again.\n',
  );
  process.exit(2);
}
