import { type NonSampleGate, quoted } from './candidate.ts';
import { textsOf } from './texts.ts';

/** Words in which a model is told to say that its material does not suit, at a sample's end: in capitals, or with what it does not suit for. */
const ending =
  /(?:^|[^\p{L}])(?:NOT[ _]?SUITABLE|not suitable for (?:creating|rewriting|questions?|a text|writing)\b)[^.!?\n]{0,60}[.!?>\])*_"”’\s]{0,12}$/u;

export const unsuitableEnd: NonSampleGate = ({ content, sources }) => {
  for (const text of textsOf(content)) {
    const found = ending.exec(text.slice(-200));
    if (found !== null && !sources.some((source) => source.includes(found[0].trim())))
      return `it ends with ${quoted(found[0])}, by which its model says that the source does not suit`;
  }
  return null;
};
