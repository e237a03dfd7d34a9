import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractAnswer } from '../../../src/offline/answers.ts';
import { generateQuestions } from '../../../src/offline/questions.ts';
import { sourceDependence } from '../../../src/core/quality/self-contained.ts';
import { inputOf } from './question-input.ts';
import { baking, sourdough } from './fixtures.ts';

const set = {
  topics: ['fermentation', 'oven spring'],
  concepts: ['gluten network', 'wild yeast', 'bulk fermentation', 'hydration', 'dough', 'baking stone'],
};
const references = [{ text: sourdough.text }, { text: baking.text }];

/** All questions that one sentence gives rise to, over many seeds. */
function asked(text: string, concepts: string[]): string[] {
  const questions = new Set<string>();
  for (let seed = 0; seed < 30; seed += 1) {
    for (const { question } of generateQuestions({ topics: [], concepts, references: [{ text }] }, { count: 3, seed }))
      questions.add(question);
  }
  return [...questions];
}

describe('generateQuestions', () => {
  it('asks no question both of one sentence and of what combines two', () => {
    const draw = (form: 'single' | 'combined') =>
      Array.from({ length: 20 }, (_, seed) => generateQuestions({ ...set, references }, { count: 5, seed, form })).flat();
    const single = new Set(draw('single').map(({ question }) => question));
    const combined = draw('combined');
    expect(single.size).toBeGreaterThan(2);
    expect(combined.length).toBeGreaterThan(2);
    for (const { question, concepts } of combined) {
      expect(single).not.toContain(question);
      expect(concepts.length).toBeGreaterThan(1);
    }
  });

  it('combines no sentence with itself, though two references have it', () => {
    const text = 'A capacitor stores electric charge. A resistor converts electric energy to heat.';
    const input = {
      topics: [],
      concepts: ['capacitor', 'electric charge', 'resistor', 'electric energy'],
      references: [{ text }, { text }],
    };
    for (let seed = 0; seed < 20; seed += 1) {
      for (const { question } of generateQuestions(input, { count: 3, seed, form: 'combined' })) {
        expect(question.match(/capacitor/g)?.length ?? 0).toBeLessThan(2);
      }
    }
  });

  it('keeps the formula that a question speaks of, and asks nothing where it would be lost', () => {
    expect(asked('The weir formula $Q = C (h + a)$ describes the discharge of a river.', ['discharge', 'weir'])).toContain(
      'What does the weir formula $Q = C (h + a)$ describe?',
    );
    expect(asked('The formula (Q = C h) describes the discharge of a weir.', ['discharge', 'weir', 'formula'])).toEqual([]);
    const long = `The formula ${'Q=C·h+'.repeat(20)}a describes the discharge of a weir.`;
    expect(asked(long, ['discharge', 'weir', 'formula'])).toEqual([]);
  });

  it.each([
    [
      'A capacitor is a device that stores electric charge.',
      ['capacitor', 'electric charge'],
      'What is a capacitor, and how is it related to electric charge?',
    ],
    ['Density is the mass per unit volume of a substance.', ['density', 'unit volume'], 'How is density defined in terms of unit volume?'],
    ['Hadrons are particles that feel the strong force.', ['hadron', 'particle'], 'What kind of particles are hadrons?'],
    [
      'The discharge that fills the channel is called bankfull discharge.',
      ['channel', 'bankfull discharge'],
      'What is the discharge that fills the channel called?',
    ],
    [
      'Impulse is defined as the change in momentum of a body.',
      ['impulse', 'change in momentum'],
      'How is impulse defined in terms of the change in momentum?',
    ],
    [
      'The speed of sound depends on the medium and its temperature.',
      ['speed of sound', 'medium'],
      'Besides the medium, what does the speed of sound depend on?',
    ],
    [
      'Field strength is proportional to the line density.',
      ['field strength', 'line density'],
      'How does field strength vary with the line density?',
    ],
    ['Kneading strengthens the gluten network.', ['kneading', 'gluten network'], 'What effect does kneading have on the gluten network?'],
    ['A changing magnetic field induces an emf.', ['magnetic field', 'emf'], 'What induces an emf?'],
    [
      'If the net force is zero, the momentum is conserved.',
      ['net force', 'momentum'],
      'What happens to the momentum if the net force is zero?',
    ],
    [
      'Salt slows fermentation because it draws water from the yeast.',
      ['salt', 'fermentation', 'yeast'],
      'Why does salt slow fermentation?',
    ],
    ['Steam keeps the crust soft, so the loaf can expand.', ['steam', 'loaf'], 'Why can the loaf expand?'],
    [
      'Unlike static friction, kinetic friction acts on moving bodies.',
      ['static friction', 'kinetic friction'],
      'How does kinetic friction differ from static friction?',
    ],
    [
      'The heat capacity of a stone is greater than that of a sheet.',
      ['heat capacity', 'stone'],
      'How does the heat capacity of a stone compare with that of a sheet?',
    ],
    ['Thermal energy is transferred by conduction.', ['thermal energy', 'conduction'], 'How is thermal energy transferred?'],
    [
      'Terminal voltage is given by V = emf − Ir, where r is the internal resistance.',
      ['terminal voltage', 'internal resistance'],
      'Which equation expresses terminal voltage in terms of the internal resistance?',
    ],
    [
      'The greater the inductance, the greater the characteristic time.',
      ['inductance', 'characteristic time'],
      'How does the characteristic time change as the inductance becomes greater?',
    ],
    [
      'There are two types of nuclear weapons, fission bombs and fusion bombs.',
      ['nuclear weapon', 'fission bomb'],
      'Which two types of nuclear weapons are there?',
    ],
    ["Darcy's law holds for slow, laminar flow.", ["Darcy's law", 'laminar flow'], "Under what conditions does Darcy's law hold?"],
  ])('asks of %j, with %j, %j', (text, concepts, question) => {
    expect(asked(text, concepts)).toContain(question);
  });

  it.each([
    ['This is a device that stores electric charge.', ['device', 'electric charge']],
    ['The car is a vehicle with an electric motor.', ['vehicle', 'electric motor']],
    ['As shown in Figure 3, torque depends on force.', ['torque', 'force']],
    ['Its torque depends on the force above.', ['torque', 'force']],
    ['Calculate the torque and the force.', ['torque', 'force']],
    ['What is the torque of the force?', ['torque', 'force']],
    ['She measured the torque and the force.', ['torque', 'force']],
    ['Torque and force', ['torque', 'force']],
  ])('asks nothing of %j', (text, concepts) => {
    expect(asked(text, concepts)).toEqual([]);
  });

  it('combines two or three concepts of the set, in questions that stand alone', () => {
    const questions = generateQuestions({ ...set, references }, { count: 3, seed: 1 });
    expect(questions.length).toBe(3);
    const labels = new Set([...set.topics, ...set.concepts]);
    for (const { concepts, question } of questions) {
      expect(concepts.length).toBeGreaterThanOrEqual(2);
      expect(concepts.length).toBeLessThanOrEqual(3);
      expect(new Set(concepts).size).toBe(concepts.length);
      for (const concept of concepts) expect(labels).toContain(concept);
      expect(sourceDependence(question)).toBeNull();
      expect(question).toMatch(/^\p{Lu}.*[^?]\?$/u);
    }
    expect(new Set(questions.map(({ question }) => question)).size).toBe(3);
  });

  it.each(['bread', 'bees', 'markets'])('finds enough to ask about %s, each thing once', (field) => {
    const input = inputOf(field);
    const questions = generateQuestions(input, { count: 3, seed: 5 }).map(({ question }) => question);
    expect(questions.length).toBe(3);
    for (const question of questions) {
      expect(sourceDependence(question)).toBeNull();
      expect(extractAnswer({ question, references: input.references })).not.toBeNull();
    }
  });

  it('is a function of its input and the seed, and other seeds find other questions', () => {
    const draw = (seed: number): string => JSON.stringify(generateQuestions({ ...set, references }, { count: 2, seed }));
    expect(draw(7)).toBe(draw(7));
    expect(new Set(Array.from({ length: 12 }, (_, seed) => draw(seed))).size).toBeGreaterThan(2);
  });

  it('does not repeat what it is told to avoid, and runs out rather than repeat', () => {
    const asked: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      const questions = generateQuestions({ ...set, references }, { count: 3, seed: 3, avoid: asked });
      if (questions.length === 0) break;
      for (const { question } of questions) {
        expect(asked).not.toContain(question);
        asked.push(question);
      }
    }
    expect(asked.length).toBeGreaterThan(3);
    expect(generateQuestions({ ...set, references }, { count: 3, seed: 3, avoid: asked })).toEqual([]);
  });

  it('makes nothing of nothing', () => {
    expect(generateQuestions({ topics: [], concepts: [], references }, { count: 3, seed: 1 })).toEqual([]);
    expect(generateQuestions({ ...set, references: [] }, { count: 3, seed: 1 })).toEqual([]);
    expect(generateQuestions({ ...set, references }, { count: 0, seed: 1 })).toEqual([]);
  });

  it('never throws, whatever the texts and labels are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc
        .array(
          fc.constantFrom(
            'The',
            'dough',
            'is',
            'are',
            'called',
            'if',
            'because',
            ',',
            '.',
            'depends',
            'on',
            'than',
            '=',
            'which',
            'and',
            'wild',
            'yeast',
            '\n\n',
            ';',
            'by',
            'rising',
          ),
          { maxLength: 60 },
        )
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 2 }), fc.array(text, { maxLength: 4 }), fc.integer(), (texts, labels, seed) => {
        const input = {
          topics: ['dough', ...labels],
          concepts: ['wild yeast', ...labels],
          references: texts.map((body) => ({ text: body })),
        };
        for (const { question } of generateQuestions(input, { count: 3, seed, avoid: labels })) expect(question.endsWith('?')).toBe(true);
      }),
    );
  });
});
