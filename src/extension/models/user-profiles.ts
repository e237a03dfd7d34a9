import * as vscode from 'vscode';
import { ModelFolders } from './model-folders.ts';
import { Profiles } from './profiles.ts';

/** Profiles in the settings of VS Code's user, as they are whenever they are read. */
export const userProfiles = (): Profiles => new Profiles(() => vscode.workspace.getConfiguration('conceptLoom'));

/** Folders with models in the settings of VS Code's user, as they are whenever they are read. */
export const userModelFolders = (): ModelFolders => new ModelFolders(() => vscode.workspace.getConfiguration('conceptLoom'));
