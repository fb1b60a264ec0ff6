/**
 * Where an account may call: by country, and not every range of it. The longest matching prefix decides.
 * https://docs.aws.amazon.com/connect/latest/adminguide/country-code-allow-list.html
 */
export const defaultDestinations: Readonly<Record<string, boolean>> = {
  '+1': true,
  '+52': true,
  '+44': true,
  '+447': false,
  ...Object.fromEntries(caribbean().map((area) => [`+1${area}`, false])),
};

/** Countries behind +1 that are neither the United States (with their territories) nor Canada. */
function caribbean(): string[] {
  const areas = '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876';
  return areas.split(' ');
}

export function mayCall(number: string, destinations: Readonly<Record<string, boolean>>): boolean {
  for (let length = number.length; length > 1; length -= 1) {
    const allowed = destinations[number.slice(0, length)];
    if (allowed !== undefined) return allowed;
  }
  return false;
}
