import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { folderProfile, modelProfile, type ModelProfile, type OpenedProfile, profileName } from '../../protocol/profile.ts';
import { messageOf, UsageError } from '../errors.ts';
import { environmentEndpoint } from './environment.ts';
import { endpointName } from './openai/endpoint.ts';

export type NamedProfiles = ReadonlyMap<string, ModelProfile>;

/** Profiles of a user: models behind endpoints, and folders with models for this machine's own processor. */
export interface UserProfiles {
  readonly endpoints: NamedProfiles;
  readonly folders: ReadonlyMap<string, string>;
}

/** Each profile is checked as what it is, so that a message is about its own fields. */
const entries = z.record(profileName, z.unknown());
const isFolder = (value: unknown): boolean => typeof value === 'object' && value !== null && 'folder' in value;

/**
 * Reads the command line's profiles: the JSON file that `LOOM_PROFILES` names; none when it names none.
 * @throws UsageError with file and field when the file does not hold.
 */
export async function readProfiles(environment: NodeJS.ProcessEnv): Promise<UserProfiles> {
  const endpoints = new Map<string, ModelProfile>();
  const folders = new Map<string, string>();
  const { LOOM_PROFILES: file } = environment;
  if (!file) return { endpoints, folders };
  const named = checked(file, entries.safeParse(parseJson(await readText(file), file)));
  for (const [name, value] of Object.entries(named)) {
    if (isFolder(value)) folders.set(name, checked(file, folderProfile.safeParse(value), [name]).folder);
    else endpoints.set(name, checked(file, modelProfile.safeParse(value), [name]));
  }
  return { endpoints, folders };
}

/** @param place of what was parsed, in the file */
function checked<T>(file: string, parsed: z.ZodSafeParseResult<T>, place: readonly string[] = []): T {
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
  throw new UsageError(`${file}: ${[...place, ...issue.path.map(String)].join('.') || 'the file'}: ${message ?? issue.message}`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`LOOM_PROFILES: the file cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** The parser's own words quote the file, which may hold headers: of them, only the place is told. */
function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const line = /\(line (\d+) column \d+\)/.exec(messageOf(error))?.[1];
    throw new UsageError(`${file}${line === undefined ? '' : `:${line}`}: the file is not valid JSON`);
  }
}

/** The variable that holds the key of a profile. */
const keyVariable = (name: string): string => `LOOM_KEY_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

/**
 * A profile with its key, if it has one: of its own variable, or `OPENAI_API_KEY` where it is for the same endpoint.
 * @throws UsageError when a variable does not hold, or would send one key to two endpoints.
 */
export function openedOf(name: string, profiles: NamedProfiles, environment: NodeJS.ProcessEnv): OpenedProfile | undefined {
  const profile = profiles.get(name);
  if (profile === undefined) return undefined;
  const variable = keyVariable(name);
  const own = environment[variable];
  if (own) {
    for (const [other, { url }] of profiles) {
      if (keyVariable(other) !== variable || endpointName({ baseUrl: url }) === endpointName({ baseUrl: profile.url })) continue;
      throw new UsageError(
        `${variable} is the key of both “${name}” and “${other}”, at different endpoints: give one of them another name`,
      );
    }
    return { ...profile, apiKey: own };
  }
  const ambient = environmentEndpoint(environment);
  const isSame = ambient?.apiKey !== undefined && endpointName({ baseUrl: ambient.url }) === endpointName({ baseUrl: profile.url });
  return isSame ? { ...profile, apiKey: ambient.apiKey } : profile;
}
