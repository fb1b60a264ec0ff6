import { STYLE } from '../report/html.ts';

/** The report's style, with sides that turn with the direction of the language, and room for long words on narrow paper. */
export const SUBJECT_STYLE = `${STYLE}
main{max-width:900px}th,td{text-align:start;padding:6px 0;padding-inline-end:12px;overflow-wrap:break-word}td bdi{overflow-wrap:anywhere}
.tiles{grid-template-columns:repeat(4,1fr)}.tile{border-left:0;border-inline-start:4px solid var(--line)}ul,ol{padding-left:0;padding-inline-start:22px}
h4{font-size:15px;margin:14px 0 2px}dl{display:grid;grid-template-columns:minmax(150px,300px) 1fr;gap:4px 16px;margin:8px 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.note{background:#fff6dd;border-inline-start:4px solid #c98a00;padding:8px 12px;border-radius:6px}.stopped{background:var(--wash);border-inline-start:4px solid var(--bad);padding:4px 12px;border-radius:6px}
.number,.call{border:1px solid var(--line);border-radius:10px;padding:4px 16px 8px;margin:14px 0}.call{border-inline-start:4px solid var(--good)}.call.silent{border-inline-start-color:#6b6b83}
.call h3,.number h3{margin:10px 0 4px}.call li{margin:4px 0}
@media(max-width:600px){.tiles{grid-template-columns:1fr 1fr}dl{grid-template-columns:1fr}}
@media print{.number,.call{break-inside:auto}.call li{break-inside:avoid}h3,h4{break-after:avoid}}
`;
