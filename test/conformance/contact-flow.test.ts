import { describe, expect, it } from 'vitest';
import { announcementFlow } from '../../infra/contact-flows/announcement-flow.ts';
import { parseFlow } from '../../infra/local/connect/flow-language/parse-flow.ts';

describe('the contact flow this repository deploys', () => {
  it('is one that Amazon Connect takes, by the rules of its flow language', () => {
    const flow = announcementFlow({
      answerCallArn: 'arn:aws:lambda:us-east-1:123456789012:function:answer-call',
      recordKeypressArn: 'arn:aws:lambda:us-east-1:123456789012:function:record-keypress',
      district: 'Example Unified School District',
      callBackNumber: '+12025550123',
      tollFreeNumber: '+18005550199',
      defaultLanguages: [
        { language: 'en-US', voice: 'Joanna', engine: 'neural' },
        { language: 'es-US', voice: 'Lupe', engine: 'neural' },
      ],
    });
    expect(parseFlow('announcement', JSON.stringify(flow)).Actions.length).toBeGreaterThan(10);
  });
});
