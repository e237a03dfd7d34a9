import type { ReplyObserver } from '../chat-model.ts';

/** An observer that tells both. */
export const tellBoth = (first: ReplyObserver, second: ReplyObserver = {}): ReplyObserver => ({
  connected() {
    first.connected?.();
    second.connected?.();
  },
  limits(limits) {
    first.limits?.(limits);
    second.limits?.(limits);
  },
  text(delta) {
    first.text?.(delta);
    second.text?.(delta);
  },
  reasoning(delta) {
    first.reasoning?.(delta);
    second.reasoning?.(delta);
  },
});
