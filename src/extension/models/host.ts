import '../validation.ts';
import * as vscode from 'vscode';
import type { EngineHostHandlers } from '../engine/host-requests.ts';
import type { Keys } from './keys.ts';
import { userModelFolders, userProfiles } from './user-profiles.ts';
import { createVscodeChat } from './vscode-chat.ts';

/** Handlers of the engine's requests to this window: for endpoints with their keys, and VS Code's own models. */
export function createHost(keys: Keys, isChosen: (id: string) => Promise<boolean>): EngineHostHandlers {
  const profiles = userProfiles();
  const folders = userModelFolders();
  return {
    'host/profile': async ({ name }) => {
      const profile = profiles.get(name);
      if (!profile) return { profile: null };
      const apiKey = await keys.get(profile.url);
      return { profile: { ...profile, ...(apiKey === undefined ? {} : { apiKey }) } };
    },
    'host/model-folder': ({ name }) => Promise.resolve().then(() => ({ folder: folders.get(name) })),
    'host/chat': createVscodeChat(
      {
        select: (selector) => vscode.lm.selectChatModels(selector),
        user: (text) => vscode.LanguageModelChatMessage.User(text),
        assistant: (text) => vscode.LanguageModelChatMessage.Assistant(text),
        justification: () => vscode.l10n.t('Concept Loom asks it for concepts, questions and answers from your documents.'),
      },
      isChosen,
    ),
  };
}
