import { describe, expect, it } from 'vitest';
import { isForeign } from '../../../src/offline/english.ts';

describe('text in another language than English', () => {
  it.each([
    ['Chinese', '潮汐是海水在月球和太阳引力作用下产生的周期性涨落现象。大潮发生在新月和满月之后,小潮发生在上弦月和下弦月之后。'],
    [
      'Russian',
      'Прилив — это периодическое повышение уровня моря, вызванное притяжением Луны и Солнца, дважды в сутки у большинства берегов.',
    ],
    [
      'German',
      'Die Gezeiten sind die periodischen Bewegungen des Meeres, die durch die Anziehung von Mond und Sonne entstehen. An den meisten Küsten steigt und fällt das Wasser zweimal am Tag, und bei Springtide ist der Tidenhub am größten.',
    ],
    [
      'Spanish',
      'Las mareas son el ascenso y el descenso periódicos del mar por la atracción de la Luna y del Sol. En la mayoría de las costas hay dos pleamares al día, y la amplitud es mayor en las mareas vivas.',
    ],
    [
      'Dutch',
      'Het getij is de regelmatige beweging van de zee door de aantrekking van de maan en de zon. Aan de meeste kusten is het twee keer per dag hoogwater, en bij springtij is het verval het grootst van de maand.',
    ],
    [
      'Danish',
      'Tidevand er havets regelmæssige stigning og fald, som skyldes tiltrækningen fra månen og solen. Ved de fleste kyster er der højvande to gange om dagen, og ved springflod er forskellen størst i hele måneden.',
    ],
  ])('is told: %s', (_, text) => {
    expect(isForeign(text)).toBe(true);
  });

  it.each([
    [
      'prose',
      'The tide is the regular rise and fall of the sea, which the Moon and the Sun bring about. At most coasts high water comes twice a day, and the range is largest at spring tide, a day or two after full Moon.',
    ],
    [
      'terse',
      'Spring tide: largest range, one or two days after new and full Moon. Neap tide: smallest range. Slack water: no stream. Stand: no change of height. Bore: tidal wave running up a river.',
    ],
    ['a few names', 'Rhein, Elbe, Weser, Ems, Oder'],
    ['formulas', '$h(t) = h_0 + a \\cos(\\omega t)$, $T = 12.42$'],
    ['nothing', ''],
  ])('is not English text: %s', (_, text) => {
    expect(isForeign(text)).toBe(false);
  });
});
