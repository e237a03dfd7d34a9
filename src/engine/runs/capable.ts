import { methods } from '../../core/methods/index.ts';
import type { Method } from '../../core/methods/method.ts';
import { UsageError } from '../errors.ts';
import { builtinModelId } from '../models/builtin.ts';

/** @throws UsageError, naming the choices, when the offline model is to do what it cannot. */
export function requireCapable({ id, title, offline }: Method, model: string): void {
  if (offline || model !== builtinModelId) return;
  throw new UsageError(
    `${title} (${id}) needs a language model, and ${builtinModelId} is none: choose one (loom models lists them, --model takes it; in VS Code, Concept Loom: Choose Model), or take a method that works offline: ${methods.flatMap((method) => (method.offline ? [method.id] : [])).join(', ')}`,
  );
}
