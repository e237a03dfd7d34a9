import { describe, expect, it } from 'vitest';
import { documentMention, sourceDependence } from '../../../src/core/quality/self-contained.ts';

describe('sourceDependence', () => {
  it.each([
    'According to the text, why do rivers meander?',
    'What does the passage say about tides?',
    'What is shown in Figure 3?',
    'Using the values given above, find $Q$.',
    'Why does the author mention weirs?',
    'As described in this section, what is a weir?',
  ])('finds what “%s” leans on', (question) => {
    expect(sourceDependence(question)).not.toBeNull();
  });

  it.each([
    'A text message of 140 bytes is sent; how long does it take?',
    'A document feeder takes 30 pages a minute. How long for 90?',
    'How does the discharge depend on the slope?',
    'A river passes a section of 12 m². What is its discharge at 0.5 m/s?',
  ])('lets “%s” stand', (question) => {
    expect(sourceDependence(question)).toBeNull();
  });
});

describe('documentMention', () => {
  it.each([
    'As Document 1 explains, it doubles.',
    'According to the passage, yes.',
    'The provided documents say so.',
    'The document contains the laws of motion.',
    'It doubles. This document also explains why.',
  ])('finds it in “%s”', (answer) => {
    expect(documentMention(answer, 'Why do tides lag?')).not.toBeNull();
  });

  it.each(['It doubles with the passage of time.', 'A document is signed; reference points are fixed.'])('lets “%s” stand', (answer) => {
    expect(documentMention(answer, 'Why do tides lag?')).toBeNull();
  });

  it('lets documents be spoken of where they are the subject', () => {
    expect(documentMention('The document has one root element.', 'An XML document has elements.')).toBeNull();
  });
});
