import { methods, sampleMethods } from '../../core/methods/index.ts';
import type { EngineResult } from '../../protocol/engine.ts';

/** Every method as front ends show it, in the order of a project's work. */
export function listMethods(): EngineResult<'methods/list'>['methods'] {
  return methods.map(({ id, title, summary, variables, output, needs, offline }) => {
    const made = sampleMethods.find((method) => method.id === id);
    return {
      ...{ id, title, summary, output, offline },
      variables: Object.entries(variables).map(([name, holds]) => ({ name, holds })),
      needs: [...needs],
      samples: made === undefined ? null : { shapes: [...made.shapes], source: made.source, styles: [...made.styles] },
    };
  });
}
