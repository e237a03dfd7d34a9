/** A small corpus about tides, as the engine would have read it. */
interface Passage {
  readonly file: string;
  readonly heading: string;
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
  readonly text: string;
}

export const passages: readonly Passage[] = [
  {
    file: 'sea/tides.md',
    heading: 'What makes the tide',
    topics: ['tides', 'gravitation'],
    concepts: ['tidal force', 'tidal bulge', 'moon', 'sun', 'gravity gradient', 'centre of mass', 'rotation of the earth'],
    text: 'The tidal force is the difference between the pull of the moon on the near side of the earth and on its far side. It stretches the ocean into a tidal bulge on either side, and the rotation of the earth carries every coast through both bulges each day.',
  },
  {
    file: 'sea/tides.md',
    heading: 'Spring and neap',
    topics: ['tides', 'spring–neap cycle'],
    concepts: ['spring tide', 'neap tide', 'moon', 'sun', 'syzygy', 'quadrature', 'tidal range'],
    text: 'When sun and moon stand in one line, at syzygy, their pulls add up to a spring tide with a large tidal range. At quadrature they work against each other, and a neap tide follows with a range about a third smaller.',
  },
  {
    file: 'sea/tides.md',
    heading: 'High water and low water',
    topics: ['tides', 'tide prediction'],
    concepts: ['high water', 'low water', 'tidal range', 'lunar day', 'semidiurnal tide', 'diurnal tide', 'tide table'],
    text: 'Most coasts have a semidiurnal tide: two high waters in a lunar day of 24 hours and 50 minutes. The tide table therefore moves on by about 50 minutes from one day to the next.',
  },
  {
    file: 'sea/tidal-currents.md',
    heading: 'Flood and ebb',
    topics: ['tidal currents', 'estuaries'],
    concepts: ['flood current', 'ebb current', 'slack water', 'tidal prism', 'high water', 'low water', 'current speed'],
    text: 'The flood current fills an estuary and the ebb current empties it; between them lies slack water, which need not fall together with high water. The tidal prism is the volume that goes in and out.',
  },
  {
    file: 'sea/tidal-currents.md',
    heading: 'Streams round headlands',
    topics: ['tidal currents'],
    concepts: ['headland', 'tidal race', 'current speed', 'overfalls', 'slack water', 'eddies'],
    text: 'A headland squeezes the stream: the current speed rises, and where it meets shallow ground a tidal race with overfalls and eddies stands for hours.',
  },
  {
    file: 'sea/prediction.md',
    heading: 'Harmonic constituents',
    topics: ['tide prediction', 'harmonic analysis'],
    concepts: ['harmonic constituent', 'amplitude', 'phase lag', 'tide gauge', 'M2 constituent', 'S2 constituent', 'tide table'],
    text: 'A tide gauge record is taken apart into harmonic constituents, each with an amplitude and a phase lag. The M2 constituent of the moon and the S2 constituent of the sun add up to the spring–neap cycle.',
  },
  {
    file: 'sea/prediction.md',
    heading: 'Rule of twelfths',
    topics: ['tide prediction'],
    concepts: ['rule of twelfths', 'tidal range', 'high water', 'low water', 'semidiurnal tide'],
    text: 'By the rule of twelfths the water rises by 1/12, 2/12, 3/12, 3/12, 2/12 and 1/12 of the tidal range in the six hours from low water to high water.',
  },
  {
    file: 'coast/estuaries.md',
    heading: 'Salt wedge',
    topics: ['estuaries', 'stratification'],
    concepts: ['salt wedge', 'salinity', 'density', 'river discharge', 'mixing', 'tidal prism'],
    text: 'Where river discharge is strong and the tide weak, fresh water runs out over a salt wedge: the density difference keeps them apart, and mixing happens along their border only.',
  },
  {
    file: 'coast/estuaries.md',
    heading: 'Tidal bore',
    topics: ['estuaries', 'waves'],
    concepts: ['tidal bore', 'shallow water wave', 'wave speed', 'flood current', 'funnel shape', 'spring tide'],
    text: 'In a shallow estuary of funnel shape the flood can run up as a tidal bore, a shallow water wave whose crest overtakes its foot. Bores are highest at spring tide.',
  },
  {
    file: 'coast/waves.md',
    heading: 'Shallow and deep',
    topics: ['waves'],
    concepts: ['wave speed', 'wavelength', 'shallow water wave', 'deep water wave', 'water depth', 'gravity'],
    text: 'A wave is shallow when the water depth is less than a twentieth of its wavelength; its wave speed is then the square root of gravity times depth. The tide itself is such a shallow water wave.',
  },
  {
    file: 'coast/waves.md',
    heading: 'Resonance',
    topics: ['waves', 'resonance'],
    concepts: ['basin', 'natural period', 'seiche', 'standing wave', 'wavelength', 'tidal range'],
    text: 'A basin whose natural period is near that of the tide answers with resonance: a standing wave builds up, and the tidal range at its head can pass ten metres.',
  },
  {
    file: 'coast/storm-surge.md',
    heading: 'Wind and pressure',
    topics: ['storm surge'],
    concepts: ['wind stress', 'air pressure', 'surge height', 'high water', 'water depth', 'inverse barometer'],
    text: 'Low air pressure lets the sea rise by a centimetre for each hectopascal, the inverse barometer; wind stress over shallow water does the rest. The danger is a surge height that meets high water at spring tide.',
  },
  {
    file: 'coast/storm-surge.md',
    heading: 'Dikes',
    topics: ['storm surge', 'coastal protection'],
    concepts: ['dike', 'surge height', 'freeboard', 'wave run-up', 'return period', 'surge barrier'],
    text: 'The crest of a dike stands above the surge height of a chosen return period by a freeboard for wave run-up. A surge barrier shortens the line that has to be held.',
  },
  {
    file: 'power/tidal-power.md',
    heading: 'Barrages',
    topics: ['tidal power', 'estuaries'],
    concepts: ['barrage', 'turbine', 'head', 'tidal range', 'tidal prism', 'ebb generation', 'sluice'],
    text: 'A barrage holds back high water and lets it out through turbines when the head is large enough: ebb generation. Its energy grows with the square of the tidal range.',
  },
  {
    file: 'power/tidal-power.md',
    heading: 'Tidal stream turbines',
    topics: ['tidal power', 'tidal currents'],
    concepts: ['turbine', 'current speed', 'kinetic energy', 'power density', 'flood current', 'ebb current', 'headland'],
    text: 'A stream turbine takes kinetic energy from the current; its power density goes with the cube of the current speed, so sites off a headland are sought.',
  },
  {
    file: 'moon/orbit.md',
    heading: 'Perigee',
    topics: ['gravitation', 'lunar orbit'],
    concepts: ['perigee', 'apogee', 'moon', 'tidal force', 'spring tide', 'inverse cube law', 'ellipse'],
    text: 'The tidal force falls off by an inverse cube law, so that at perigee, when the moon is nearest on its ellipse, it is a fifth stronger than the mean. A spring tide at perigee is the largest.',
  },
  {
    file: 'moon/orbit.md',
    heading: 'Declination',
    topics: ['lunar orbit', 'tides'],
    concepts: ['declination', 'diurnal inequality', 'diurnal tide', 'semidiurnal tide', 'moon', 'equator', 'nodal cycle'],
    text: 'When the moon stands far from the equator the two bulges pass a place at different heights: this diurnal inequality follows its declination, which itself swings over a nodal cycle of 18.6 years.',
  },
  {
    file: 'moon/braking.md',
    heading: 'Tidal friction',
    topics: ['gravitation', 'tidal friction'],
    concepts: ['tidal friction', 'angular momentum', 'length of day', 'rotation of the earth', 'tidal bulge', 'lunar recession'],
    text: 'Tidal friction drags the tidal bulge ahead of the moon. The rotation of the earth slows, the length of day grows by about two milliseconds a century, and the angular momentum goes into lunar recession.',
  },
  {
    file: 'life/intertidal.md',
    heading: 'Zones of the shore',
    topics: ['intertidal zone'],
    concepts: ['zonation', 'spring tide', 'neap tide', 'desiccation', 'barnacle', 'low water', 'tide pool'],
    text: 'Zonation follows the time out of the water: barnacles bear desiccation between neap tide and spring tide high water, others live only in a tide pool or below low water.',
  },
  {
    file: 'life/intertidal.md',
    heading: 'Clocks',
    topics: ['intertidal zone', 'tide prediction'],
    concepts: ['circatidal rhythm', 'lunar day', 'spawning', 'spring tide', 'fiddler crab'],
    text: 'A fiddler crab keeps a circatidal rhythm of half a lunar day even in a laboratory without a tide; many animals time spawning by the spring tide.',
  },
];

interface Draft {
  readonly passages: readonly [number, number];
  readonly question: string;
  readonly answer: string;
  readonly status?: 'accepted' | 'rejected' | 'gated';
  /** Number of the draft that a gate found it to be like. */
  readonly twin?: number;
  readonly why?: string;
}

/** Questions as a model would have drafted them. */
export const drafts: readonly Draft[] = [
  {
    passages: [1, 15],
    question:
      'A harbour has a mean spring range of 5.4 m. On a certain date the spring tide falls together with perigee, when the tidal force of the moon is 20 % above its mean. If two thirds of the range are due to the moon, what range is to be expected on that day?',
    answer:
      'The lunar share is 5.4 m × 2/3 = 3.6 m, the solar share 1.8 m. At perigee the lunar share grows by 20 % to 4.32 m, so the expected range is 4.32 m + 1.8 m = 6.1 m (to two figures).',
  },
  {
    passages: [6, 2],
    question:
      'Low water of 1.2 m is at 06:10 and high water of 4.8 m at 12:20. By the rule of twelfths, at what time is there first 3.0 m of water?',
    answer:
      'Half of the range of 3.6 m has come in after three of the six tidal hours: 1/12 + 2/12 + 3/12 = 1/2. Three hours of 62 minutes after 06:10 is about 09:15.',
  },
  {
    passages: [3, 14],
    question: 'Why does a stream turbine in the throat of an estuary stand still at a time that need not be high water?',
    answer:
      'It stands still at slack water, when flood turns to ebb. Slack water and high water need not fall together, because the estuary upstream may still be filling when its mouth has begun to fall.',
  },
  {
    passages: [0, 17],
    question: 'Explain how the same bulge that gives two high waters a day also lengthens the day.',
    answer:
      'The rotating earth carries the bulge ahead of the moon. The moon pulls back on it, which brakes the rotation and lengthens the day by about two milliseconds a century.',
  },
  {
    passages: [2, 19],
    question:
      'A fiddler crab in a laboratory darkens 50 minutes later each day. Which period does its clock keep, and what does that period come from?',
    answer: 'It keeps the lunar day of 24 hours and 50 minutes, the time between two passages of the moon over the same meridian.',
    status: 'accepted',
  },
  {
    passages: [13, 1],
    question: 'By what factor does the energy of a barrage rise from neap to spring, if the neap range is two thirds of the spring range?',
    answer: 'Energy goes with the square of the range: (3/2)² = 2.25.',
    status: 'accepted',
  },
  {
    passages: [8, 1],
    question: 'Name two conditions under which a tidal bore is likely, and say at which phase of the moon it is highest.',
    answer: 'A shallow estuary of funnel shape and a large tidal range; it is highest at spring tide, near new or full moon.',
    status: 'accepted',
  },
  { passages: [0, 1], question: 'What is a spring tide?', answer: 'A tide with a large range.', status: 'rejected', why: 'too easy' },
  {
    passages: [1, 0],
    question: 'State two conditions under which a tidal bore is likely, and say at which phase of the moon it stands highest.',
    answer: 'A shallow estuary with the shape of a funnel and a large tidal range; it stands highest at spring tide.',
    status: 'gated',
    why: 'nearly the same question as sample 01J0000006: 74 % of their word sequences are shared',
    twin: 6,
  },
  {
    passages: [9, 8],
    question: 'With what speed does the tide wave travel in an estuary 10 m deep, taking g = 9.8 m/s²?',
    answer: 'It is a shallow water wave: √(9.8 m/s² × 10 m) = 9.9 m/s.',
  },
  {
    passages: [11, 12],
    question:
      'A dike has its crest 6.5 m above mean sea level. High water at spring is 2.1 m, wind adds 2.4 m, and the pressure is 980 hPa instead of 1013 hPa. How much freeboard is left?',
    answer: 'The inverse barometer adds 33 cm. The surge stands at 2.1 + 2.4 + 0.33 = 4.83 m, which leaves a freeboard of 1.67 m.',
  },
  {
    passages: [10, 13],
    question: 'Why are sites for barrages found at the heads of basins whose natural period is near twelve hours?',
    answer:
      'Such a basin answers the semidiurnal tide with resonance; the standing wave makes the range, and with its square the energy, large at the head.',
    status: 'accepted',
  },
];
