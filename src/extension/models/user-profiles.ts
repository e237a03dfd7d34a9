import * as vscode from 'vscode';
import { Profiles } from './profiles.ts';

/** Profiles in the settings of VS Code's user, as they are whenever they are read. */
export const userProfiles = (): Profiles => new Profiles(() => vscode.workspace.getConfiguration('conceptLoom'));
