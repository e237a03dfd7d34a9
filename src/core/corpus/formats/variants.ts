import type { Block } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';

/** What a reader noted of a block: the title of a tab, or code. */
export interface BlockNote {
  /** Offset into the text that was read. */
  readonly at: number;
  readonly isTab?: boolean;
  readonly code?: { readonly language: string; readonly value: string; readonly tab: string | undefined };
}

/** Installers of the same packages. */
const installers: readonly (readonly RegExp[])[] = [
  [/^(?:pip3?|python3? -m pip|pipx|uv|poetry|pdm|pipenv)\b/, /^(?:conda|mamba|micromamba|pixi)\b/],
  [/^(?:npm|npx)\b/, /^yarn(?:pkg)?\b/, /^pnp[mx]\b/, /^bunx?\b/, /^deno\b/],
  [
    /^(?:brew|port)\b/,
    /^(?:apt|apt-get|aptitude)\b/,
    /^(?:dnf|yum|zypper)\b/,
    /^(?:pacman|yay)\b/,
    /^(?:choco|scoop|winget)\b/,
    /^(?:snap|flatpak)\b/,
  ],
];
const shells: ReadonlySet<string> = new Set('bash sh shell zsh console fish'.split(' '));
const otherShells: ReadonlySet<string> = new Set('powershell pwsh ps1 posh cmd bat batch dos fish'.split(' '));
const scripts: ReadonlySet<string> = new Set('js jsx javascript mjs cjs'.split(' '));
const typedScripts: ReadonlySet<string> = new Set('ts tsx typescript mts'.split(' '));

/**
 * Leaves out what shows the same code once more, for another framework, shell or installer: in the next tab, or right
 * behind the first. `notes` are those of the blocks that have one.
 */
export function withoutVariants(blocks: readonly Block[], notes: ReadonlyMap<Block, BlockNote>, omit: TellOmitted): Block[] {
  const kept: Block[] = [];
  /** Code blocks of the tab read last, when it has nothing else; none outside tabs. */
  let inTab = 0;
  /** Code blocks of the first tab, which those that follow may repeat. */
  let inFirst = 0;
  let last: BlockNote['code'];
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index]!;
    const note = notes.get(block);
    if (note?.isTab === true) {
      const codes = countCode(blocks, notes, index + 1);
      if (inFirst > 0 && codes > 0) {
        omit('variant', note.at);
        // What follows the last tab is not its own.
        index += Math.min(codes, inFirst);
        continue;
      }
      inFirst = codes;
      inTab = codes;
      last = undefined;
    } else if (note?.code !== undefined) {
      if (last !== undefined && isVariant(last, note.code)) {
        omit('variant', note.at);
        continue;
      }
      last = note.code;
      inTab -= 1;
      if (inTab < 0) inFirst = 0;
    } else {
      last = undefined;
      inFirst = 0;
    }
    kept.push(block);
  }
  return kept;
}

/** Number of blocks of code that follow each other from `from` on. */
function countCode(blocks: readonly Block[], notes: ReadonlyMap<Block, BlockNote>, from: number): number {
  let count = 0;
  while (count < 20 && from + count < blocks.length && notes.get(blocks[from + count]!)?.code !== undefined) count += 1;
  return count;
}

function isVariant(first: NonNullable<BlockNote['code']>, second: NonNullable<BlockNote['code']>): boolean {
  if (first.tab !== undefined || second.tab !== undefined)
    return first.tab !== undefined && second.tab !== undefined && first.tab !== second.tab;
  if (installers.some((family) => differ(family, first.value, second.value))) return true;
  const [a, b] = [first.language.toLowerCase(), second.language.toLowerCase()];
  const pair = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
    (left.has(a) && right.has(b)) || (right.has(a) && left.has(b));
  return (pair(shells, otherShells) && a !== b) || (pair(scripts, typedScripts) && likeness(first.value, second.value) > 0.5);
}

/** Tells whether two pieces of code call two installers of one family, and nothing else. */
function differ(family: readonly RegExp[], first: string, second: string): boolean {
  const [one, two] = [installerIn(family, first), installerIn(family, second)];
  return one !== undefined && two !== undefined && one !== two;
}

function installerIn(family: readonly RegExp[], code: string): RegExp | undefined {
  const commands = code
    .split('\n', 20)
    .map((line) =>
      line
        .trim()
        .replace(/^[$>%!]\s*/, '')
        .replace(/^sudo\s+/, ''),
    )
    .filter((line) => line !== '' && !line.startsWith('#'));
  return family.find((installer) => commands.length > 0 && commands.every((command) => installer.test(command)));
}

/** Share of words that two pieces of code have in common. */
function likeness(first: string, second: string): number {
  const words = (code: string): Set<string> => new Set(code.slice(0, 20_000).match(/\w+/g) ?? []);
  const [a, b] = [words(first), words(second)];
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / Math.max(1, Math.min(a.size, b.size));
}
