/** In which order resources can be made: each after everything it refers to. */
import type { ResourceDeclaration, Template } from './read-template.ts';

/** @throws Error naming the circle when resources wait for each other */
export function creationOrder(template: Template): string[] {
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id)) return;
    if (path.includes(id)) throw new Error(`resources wait for each other: ${[...path, id].join(' → ')}`);
    for (const other of dependencies(template.Resources[id])) if (other in template.Resources) visit(other, [...path, id]);
    done.add(id);
    order.push(id);
  };
  for (const id of Object.keys(template.Resources)) visit(id, []);
  return order;
}

function dependencies(resource: ResourceDeclaration | undefined): Set<string> {
  const found = new Set<string>();
  if (resource === undefined) return found;
  const explicit = resource.DependsOn ?? [];
  for (const id of typeof explicit === 'string' ? [explicit] : explicit) found.add(id);
  collect(resource.Properties, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'Ref' && typeof item === 'string') found.add(item);
    if (key === 'Fn::GetAtt') found.add(String(Array.isArray(item) ? item[0] : String(item).split('.')[0]));
    if (key === 'Fn::Sub') {
      const format = String(Array.isArray(item) ? item[0] : item);
      for (const [, name] of format.matchAll(/\$\{([^!}.]+)/g)) if (name !== undefined) found.add(name);
    }
    collect(item, found);
  }
}
