import { describe, expect, it } from 'vitest';
import { parse, passagesOf, textOf } from './support.ts';

describe('tables of reStructuredText', () => {
  it('keep the cells of several lines, of several columns and of several rows', () => {
    const text = `+---------+-----------+
| Gauge   | Accuracy  |
+=========+===========+
| Staff   | 10 mm,    |
| gauge   | by eye    |
+---------+-----------+
| Both *are* read by  |
| hand \`\`a | b\`\`.     |
+---------+-----------+
| Radar   | 2 mm      |
|         +-----------+
|         | at best   |
+---------+-----------+
`;
    expect(textOf('a.rst', text)).toBe(
      'Gauge | Accuracy\nStaff gauge | 10 mm, by eye\nBoth are read by hand a | b.\nRadar | 2 mm\nat best',
    );
  });

  it('read mark-up that goes on in the next line of its cell', () => {
    const text = '+----------------+-----+\n| :term:`Gauge   | Yes |\n| <gauge>`       |     |\n+----------------+-----+\n';
    expect(textOf('a.rst', text)).toBe('Gauge | Yes');
  });

  it('join lines without a first cell to the row above, in a table without bars', () => {
    const text = '=====  =======\nGauge  Read\n=====  =======\nStaff  by eye,\n       by hand\nRadar  by wire\n=====  =======\n';
    expect(textOf('a.rst', text)).toBe('Gauge | Read\nStaff | by eye, by hand\nRadar | by wire');
  });

  it('may be lists or lines of values', () => {
    const list =
      '.. list-table:: Kinds\n   :header-rows: 1\n\n   * - Kind\n     - Principle\n   * - Float\n     - Buoyancy,\n       mostly\n';
    expect(textOf('a.rst', list)).toBe('Kinds\n\nKind | Principle\nFloat | Buoyancy, mostly');
    const values = '.. csv-table:: Stages\n   :header: "Name", "Metres"\n\n   "low, dry", 0.3\n   "high", "4.1"\n';
    expect(textOf('a.rst', values)).toBe('Stages\n\nName | Metres\nlow, dry | 0.3\nhigh | 4.1');
  });
});

describe('directives of reStructuredText', () => {
  it('that nobody knows keep their text, and a title that reads like one', () => {
    expect(
      textOf('a.rst', '.. grid:: 2\n\n   .. recipe-card:: Fried trout\n      :width: 3\n\n      Fry it.\n\n.. only:: html\n\n   Shown.'),
    ).toBe('Fried trout\n\nFry it.\n\nShown.');
  });

  it('that arrange, list or make something are left out and told', () => {
    const text =
      'Weirs\n=====\n\n.. image:: a.png\n   :alt: b\n\n.. automodule:: a.b\n   :members:\n\n.. raw:: html\n\n   <b>x</b>\n\n.. toctree::\n\n   a\n\nText.';
    expect(textOf('a.rst', text)).toBe('Weirs\n\nText.');
    expect(parse('a.rst', text).omissions.map(({ kind, count }) => [kind, count])).toEqual([
      ['contents', 1],
      ['macro', 3],
    ]);
  });

  it('show code in tabs once', () => {
    const text =
      '.. tabs::\n\n   .. tab:: One\n\n      .. code-block:: c\n\n         a();\n\n   .. tab:: Two\n\n      .. code-block:: python\n\n         b()\n\nAfter.';
    expect(textOf('a.rst', text)).toBe('One\n\na();\n\nAfter.');
    expect(parse('a.rst', text).omissions).toMatchObject([{ kind: 'variant', count: 1 }]);
  });

  it('name what they describe, with parameters and results', () => {
    const text =
      '.. py:function:: rate(stage)\n\n   Gives the discharge.\n\n   :param float stage: the stage in metres\n   :type stage: float\n   :returns: the discharge\n';
    expect(textOf('a.rst', text)).toBe('rate(stage)\n\nGives the discharge.\n\nstage: the stage in metres\nReturns: the discharge');
  });
});

describe('words of reStructuredText', () => {
  it.each([
    ['|stage| metres, |pic| and |release|.\n\n.. |stage| replace:: about *two*\n.. |pic| image:: a.png', 'about two metres, and.'],
    ['A |dash| b.\n\n.. |dash| unicode:: U+2014', 'A — b.'],
    ['Call :func:`~a.b.rate` of :py:class:`!Gauge`, see :pep:`8`.', 'Call rate of Gauge, see PEP 8.'],
    ['See :ref:`the weir <weir>`, :ref:`crest` and our :doc:`/guide`.', 'See the weir, the section and our section.'],
    ['| one *line*\n| another', 'one line\nanother'],
    ['::\n\n   x = 1', 'x = 1'],
    ['Thus ::\n\n   x = 1', 'Thus\n\nx = 1'],
    ['Quoted:\n\n..\n\n   Words of others.', 'Quoted:\n\nWords of others.'],
  ])('are what a reader of the page sees: %j', (rst, text) => {
    expect(textOf('a.rst', rst)).toBe(text);
  });
});

it.each([
  [
    '- Fetch it::\n\n     git fetch\n\n     git log\n\n  .. note::\n     Mind the tide.\n\n  See :ref:`crest`.\n\nEnd.',
    'git fetch\n\ngit log',
  ],
  ['10. Fetch it::\n\n       git fetch\n\n    .. note:: Mind the tide.\n\n    See :ref:`crest`.\n\nEnd.', 'git fetch'],
])('literal lines of an item end where its text goes on: %j', (rst, code) => {
  const [, rest] = textOf('a.rst', rst).split('Fetch it:\n');
  expect(rest?.trim()).toBe(`${code}\n\nMind the tide.\n\nSee the section.\n\nEnd.`);
});

it('literal lines of an item that are indented less than its text are none the less code', () => {
  expect(textOf('a.rst', '1.  Fetch it::\n\n  git *fetch*\n\nEnd.')).toContain('git *fetch*');
});

it('a list that opens on the line of its note is one', () => {
  expect(textOf('a.rst', '.. tip:: * Mind the *tide*,\n           and the wind.\n         * Mind the mud.\n\n   Then go.\n\nEnd.')).toBe(
    '- Mind the tide, and the wind.\n- Mind the mud.\n\nThen go.\n\nEnd.',
  );
  expect(textOf('a.rst', '.. note:: A weir,\n   * once * repaired,\n   holds.')).toBe('A weir, * once * repaired, holds.');
});

it('a literal that ends with a backtick of its own is read to its end', () => {
  expect(textOf('a.rst', 'Mark it up (````weir````), or ````a````/``b``, ``c`` or `d`.')).toBe(
    'Mark it up (``weir``), or ``a``/b, c or d.',
  );
  expect(textOf('a.rst', 'Write ``:gate:`N```, or ``:weir:`N```, not ``N``.')).toBe('Write :gate:`N`, or :weir:`N`, not N.');
});

it('a page that only lists pages has no text, nor has a section that does', () => {
  expect(parse('a.rst', 'Manual\n======\n\nPart one\n--------\n\n.. toctree::\n\n   a\n   b\n')).toMatchObject({
    documents: [],
    omissions: [{ kind: 'contents' }],
  });
  const text = 'Manual\n======\n\nWords.\n\nIndices and tables\n==================\n\n* :ref:`genindex`\n* :ref:`search`\n';
  expect(passagesOf('a.rst', text).map((passage) => passage.text)).toEqual(['Manual\n\nWords.']);
});
