const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** `2,753`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Numbers stand right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const numeric = head.map((_, column) => rows.every((row) => /^[\d.]+$/.test(String(row[column]))));
  const cell = (value: string | number, column: number, tag: 'td' | 'th') =>
    `<${tag}${numeric[column] === true ? ' class="n"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(typeof value === 'number' ? count(value) : value)}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map((value, column) => cell(value, column, 'td')).join('')}</tr>`).join('');
  return `<table><thead><tr>${head.map((value, column) => cell(value, column, 'th')).join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

export function tile(value: string, words: string, kind: 'good' | 'bad' | '' = ''): string {
  return `<div class="tile ${kind}"><b>${escapeHtml(value)}</b>${escapeHtml(words)}</div>`;
}

/** A drawing with its sentence, kept on one sheet when printed. */
export function figure(caption: string, ...drawings: readonly string[]): string {
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption>${drawings.join('')}</figure>`;
}

export const STYLE = `
:root{color-scheme:light;--ink:#1d2430;--soft:#5a6472;--line:#dfe4ea;--good:#0b6e4f;--bad:#b3361c;--wash:#f5f7f9}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:#fff}
main{max-width:860px;margin:0 auto;padding:28px 20px 70px}h1{font-size:28px;line-height:1.25;margin:0 0 4px}
h2{font-size:21px;margin:36px 0 6px;border-top:1px solid var(--line);padding-top:20px}h3{font-size:17px;margin:22px 0 6px}
p{margin:6px 0 12px}.soft{color:var(--soft)}.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:12px;margin:18px 0}
.tile{background:var(--wash);border-radius:10px;padding:12px 16px;font-size:14.5px;line-height:1.35;border-left:4px solid var(--line)}
.tile b{display:block;font-size:26px;line-height:1.25}.tile.good{border-color:var(--good)}.tile.bad{border-color:var(--bad)}.good b{color:var(--good)}.bad b{color:var(--bad)}
figure{margin:18px 0}figcaption{font-weight:600;margin-bottom:8px}.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0 0 8px;padding:0;font-size:14px}
.legend svg{display:inline-block;width:13px;height:13px;margin-right:6px;vertical-align:-1px}
table{border-collapse:collapse;width:100%;margin:10px 0 18px;font-size:14.5px}th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{font:13px ui-monospace,Menlo,monospace;word-break:break-all}
figure>svg{max-width:100%;height:auto;display:block}.plot{overflow:visible;color:var(--ink)}.plot text{white-space:pre}ul{padding-left:20px}
@media(max-width:600px){.tiles{grid-template-columns:1fr 1fr}}
@media print{body{font-size:12pt}main{max-width:none;padding:0}h2,h3,figcaption{break-after:avoid}figure,tr,.tiles{break-inside:avoid}thead{display:table-header-group}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;
