import { personaFileOf, readPersonas } from '../../../persona-file.ts';
import { asAsked } from '../../asked-template.ts';
import { requireCapable } from '../../capable.ts';
import { requireMethod } from '../../method-templates.ts';
import { counted, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { RunKind } from '../kind.ts';
import { personaMaking, personasPerCall, renderPersonas, writePersonas } from './work.ts';

/** Stands in for a persona that is not written yet. */
const usualPersona = 'p '.repeat(usualReply.persona);

/** People who would write about the corpus or learn from it, added to a file of the project. */
export const personas: RunKind<'personas'> = {
  label: 'Writing personas',

  plan: async ({ folder, store, settings }, { count, file: named }) => {
    const { questions: model } = settings.models;
    requireCapable(requireMethod('personas'), model);
    const file = personaFileOf(folder, named);
    const seed = 1 + store.runs().filter(({ kind }) => kind === 'personas').length;
    const options = { into: file, personas: await readPersonas(folder, file) };
    return { ...noGoal, kind: 'personas', method: 'personas', model, seed, planned: count, options };
  },

  // The file holds by now what the run has written.
  isSame: (known, goal) => isAlike(known, goal, ['options']) && known.options.into === goal.options.into,

  calls: async (workspace, { model, planned, options: { personas: there = [] } }) => {
    const making = await personaMaking(workspace);
    const tools = { ...making, template: await asAsked(workspace.models, model, making.template) };
    const calls = Math.ceil(planned / personasPerCall);
    const first = Array.from({ length: Math.min(calls, counted) }, (_, call) => call);
    const prompts = first.map((call) => {
      const before = Array<string>(call * personasPerCall).fill(usualPersona);
      return renderPersonas(tools, call, Math.min(planned, personasPerCall), [...there, ...before]);
    });
    return { kept: planned, calls: [{ model, calls, prompts, reply: (planned / calls) * usualReply.persona }] };
  },

  work: async (workspace, { run, plan }) => {
    const { folder, store } = workspace;
    const tools = {
      ...(await personaMaking(workspace)),
      folder,
      file: personaFileOf(folder, plan.options.into),
      written: store.personas(run),
    };
    return (running) => writePersonas(tools, running);
  },

  result: ({ folder, store }, { run, plan }) =>
    Promise.resolve({ file: personaFileOf(folder, plan.options.into), personas: store.personas(run) }),
};
