import { importMethod } from '../../src/protocol/imported.ts';
import type { ReviewAction } from './keys.ts';
import type { ReviewStore } from './review-store.ts';

/** Actions that the project allows now. */
export interface Abilities {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Reason that nothing may be decided and no model called; null where the workspace is trusted. */
  readonly noModel: string | null;
}

interface Permission {
  readonly can: boolean;
  /** Reason for the refusal, where it is not plain to see. */
  readonly why: string | null;
}

export function allowed(action: ReviewAction, store: ReviewStore, abilities: Abilities): Permission {
  if (action === 'next' || action === 'previous') return { can: true, why: null };
  if (action !== 'check' && abilities.noModel !== null) return { can: false, why: abilities.noModel };
  if (store.working !== null) return { can: false, why: null };
  if (action === 'undo') return { can: abilities.canUndo, why: null };
  if (action === 'redo') return { can: abilities.canRedo, why: null };
  const some = store.checked.size > 0;
  const target = some || store.sample !== null;
  if (action === 'edit') return { can: !some && target, why: null };
  if (action === 'accept' && !some && store.sample?.status === 'accepted') return { can: false, why: 'Already accepted.' };
  if (action === 'regenerate' && !some && store.sample?.method === importMethod) return { can: false, why: 'Imported: no prompt made it.' };
  return { can: target, why: null };
}

/** Does what a button or key stands for, where that is allowed. */
export function perform(action: ReviewAction, store: ReviewStore, abilities: Abilities): void {
  if (!allowed(action, store, abilities).can) return;
  const target = store.checked.size > 0 ? null : store.selected;
  switch (action) {
    case 'next':
      void store.move(1);
      break;
    case 'previous':
      void store.move(-1);
      break;
    case 'accept':
      store.accept();
      break;
    case 'reject':
      store.setDraft({ kind: 'reject', sample: target, reason: store.checked.size === 0 ? (store.sample?.reason ?? '') : '' });
      break;
    case 'edit':
      if (store.sample !== null) store.setDraft({ kind: 'edit', sample: store.sample.id, parts: {} });
      break;
    case 'regenerate':
      store.setDraft({ kind: 'regenerate', sample: target, instruction: '' });
      break;
    case 'undo':
      store.undo();
      break;
    case 'redo':
      store.redo();
      break;
    case 'check':
      if (store.selected !== null) store.check(store.selected, store.row);
      break;
  }
}
