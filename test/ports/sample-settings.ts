import { settingsSchema } from '../../shared/district/settings.ts';

/** A small district that is live and has a line of its own; a test says what differs. */
export function sampleSettings(over: Record<string, unknown> = {}) {
  return settingsSchema.parse({
    district: { name: 'Cedar Valley Schools', domain: 'cedarvalley.example.org', timezone: 'America/Chicago', state: 'IL' },
    schools: [
      { id: 'lincoln', name: 'Lincoln Elementary' },
      { id: 'grant', name: 'Grant Middle School' },
    ],
    languages: { default: 'en', voices: { en: { voice: 'Joanna' } } },
    callBackNumber: '+13125550100',
    tollFreeNumber: '+18005550100',
    mode: 'live',
    messages: {
      'gas-leak': { purpose: 'emergency', texts: { en: { text: 'Gas leak at {school}. Children are safe at the church.' } } },
      concert: { purpose: 'event', texts: { en: { text: 'The concert is tonight at six.' } } },
    },
    connect: { callsPerSecond: 20, concurrentCalls: 50 },
    ...over,
  });
}
