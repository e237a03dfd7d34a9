import * as vscode from 'vscode';
import { settingDefaults } from './ids.ts';

type Settings = {
  [K in keyof typeof settingDefaults]: (typeof settingDefaults)[K] extends boolean
    ? boolean
    : (typeof settingDefaults)[K] extends number
      ? number
      : string;
};

/** A setting's value; one of the wrong type (settings.json is written by hand) counts as not set. */
export function setting<K extends keyof Settings>(name: K): Settings[K] {
  const fallback: Settings[K] = settingDefaults[name];
  const value: unknown = vscode.workspace.getConfiguration('conceptLoom').get(name);
  return typeof value === typeof fallback ? (value as Settings[K]) : fallback;
}
