import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { colorIds, commandIds, contextKeys, machineSettings, panelViewType, settingDefaults, viewIds } from '../../../src/extension/ids.ts';
import { ofSelection } from '../../../src/extension/commands/arguments.ts';
import { program } from '../../../src/core/program.ts';
import { modelProfile } from '../../../src/protocol/profile.ts';
import { hostRequests } from '../../../src/protocol/webview.ts';

const at = (name: string): URL => new URL(`../../../${name}`, import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));

const menuItem = z.object({ command: z.string(), when: z.string().optional() });
const manifest = z
  .object({
    version: z.string(),
    activationEvents: z.array(z.string()),
    capabilities: z.object({ untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }) }),
    contributes: z.object({
      commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string(), enablement: z.string().optional() })),
      menus: z.record(z.string(), z.array(menuItem)),
      keybindings: z.array(z.object({ command: z.string(), when: z.string(), args: z.literal(ofSelection).optional() })),
      views: z.record(z.string(), z.array(z.object({ id: z.string(), name: z.string() }))),
      viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string(), when: z.string() })),
      walkthroughs: z.array(
        z.object({
          steps: z.array(
            z.object({
              description: z.string(),
              media: z.object({ svg: z.string(), altText: z.string() }),
              completionEvents: z.array(z.string()),
            }),
          ),
        }),
      ),
      colors: z.array(z.object({ id: z.string() })),
      configuration: z.object({
        properties: z.record(
          z.string(),
          z.looseObject({ default: z.unknown(), scope: z.string(), order: z.number(), markdownDescription: z.string() }),
        ),
      }),
    }),
  })
  .parse(read('package.json'));
const profilesSchema = z.object({
  additionalProperties: z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()) }),
});
const strings = z.record(z.string(), z.string()).parse(read('package.nls.json'));
const { contributes } = manifest;

const sorted = (values: Iterable<string>): string[] => [...values].sort();

describe('package.json and the code', () => {
  it('name the same version', () => {
    expect(program.version).toBe(manifest.version);
  });

  it('name the same commands', () => {
    expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(commandIds));
  });

  it('use no command in menus, keys and welcome texts that does not exist', () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    const linked = Object.values(strings).flatMap((text) => [...text.matchAll(/command:(conceptLoom\.\w+)/g)].map(([, id]) => id!));
    for (const command of [...used, ...linked]) expect(commandIds).toContain(command);
    for (const command of hostRequests.command.params.shape.command.options) expect(commandIds).toContain(command);
  });

  it('name the same views, colours and panel', () => {
    expect(sorted(Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id)))).toEqual(sorted(Object.values(viewIds)));
    expect(sorted(contributes.colors.map(({ id }) => id))).toEqual(sorted(Object.values(colorIds)));
    expect(manifest.activationEvents).toContain(`onWebviewPanel:${panelViewType}`);
  });

  it('state the same settings with the same defaults', () => {
    const stated = Object.entries(contributes.configuration.properties).map(([name, property]) => [name, property.default]);
    expect(Object.fromEntries(stated)).toEqual(
      Object.fromEntries(Object.entries({ ...settingDefaults, ...machineSettings }).map(([k, v]) => [`conceptLoom.${k}`, v])),
    );
  });

  it('let no workspace say where a model is: such settings are the machine’s alone', () => {
    for (const name of Object.keys(machineSettings)) {
      expect(contributes.configuration.properties[`conceptLoom.${name}`]).toMatchObject({ scope: 'machine' });
      expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(`conceptLoom.${name}`);
    }
  });

  it('describe a profile by the same fields, of which the same are needed', () => {
    const { additionalProperties } = profilesSchema.parse(contributes.configuration.properties['conceptLoom.profiles']);
    expect(sorted(Object.keys(additionalProperties.properties))).toEqual(sorted(Object.keys(modelProfile.shape)));
    const needed = Object.entries(modelProfile.shape).filter(([, field]) => !field.safeParse(undefined).success);
    expect(sorted(additionalProperties.required)).toEqual(sorted(needed.map(([name]) => name)));
  });

  it('offer no command that calls a model or writes in Restricted Mode', () => {
    const refused = [
      ...['weaveSamples', 'extractConcepts', 'regenerateSample', 'chooseModel', 'resumeRun', 'retryFailed'],
      ...[
        'judgeSamples',
        'measureDiversity',
        'embedSamples',
        'downloadSentenceModel',
        'generateSamples',
        'generateFromFile',
        'generateFromSelection',
        'generateFromConcept',
      ],
      ...[
        'acceptSample',
        'rejectSample',
        'editSample',
        'undoDecision',
        'redoDecision',
        'importSamples',
        'exportDataset',
        'filterDocuments',
      ],
    ];
    for (const { command, enablement } of contributes.commands) {
      if (refused.includes(command.replace('conceptLoom.', ''))) expect(enablement).toContain('isWorkspaceTrusted');
    }
  });

  it('know the same context keys', () => {
    const conditions = [
      ...contributes.commands.map(({ enablement }) => enablement ?? ''),
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when ?? '')),
      ...contributes.keybindings.map(({ when }) => when),
      ...contributes.viewsWelcome.map(({ when }) => when),
    ];
    const names = new Set(conditions.flatMap((condition) => condition.match(/conceptLoom\.\w+/g) ?? []));
    for (const known of [...Object.values(viewIds), panelViewType]) names.delete(known);
    expect(sorted(names)).toEqual(sorted(Object.values(contextKeys)));
  });

  it('take every string from package.nls.json, which holds no other', () => {
    const text = JSON.stringify(read('package.json'));
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!));
    expect(sorted(used)).toEqual(sorted(Object.keys(strings)));
    for (const { title, category } of contributes.commands) expect([title, category].every((value) => /^%.+%$/.test(value))).toBe(true);
  });

  it('hide from the palette what needs an argument, and only give it where a row is', () => {
    const hidden = contributes.menus.commandPalette!.filter(({ when }) => when === 'false').map(({ command }) => command);
    const menus = ['view/item/context', 'explorer/context', 'editor/context', 'editor/title/context'];
    const onRows = menus.flatMap((menu) => contributes.menus[menu]!.map(({ command }) => command));
    // Without a row these are about the run under way, or ask which samples are meant.
    const alsoAlone = [
      'conceptLoom.importSamples',
      'conceptLoom.cancelRun',
      'conceptLoom.pauseRun',
      'conceptLoom.judgeSamples',
      'conceptLoom.embedSamples',
    ];
    for (const command of onRows) if (!alsoAlone.includes(command)) expect(hidden).toContain(command);
  });

  it('offer to generate from files of the corpus alone, wherever a file has a menu, and from concepts', () => {
    const whens = (menu: string, command: string): string[] =>
      contributes.menus[menu]!.filter((item) => item.command === `conceptLoom.${command}`).map(({ when }) => when ?? '');
    for (const menu of ['explorer/context', 'editor/title/context', 'editor/context']) {
      expect(whens(menu, 'generateFromFile')).toEqual([expect.stringContaining(`resourcePath in ${contextKeys.corpusFiles}`)]);
    }
    expect(whens('editor/context', 'generateFromSelection')).toEqual([expect.stringContaining('editorHasSelection')]);
    expect(whens('view/item/context', 'generateFromFile')).toEqual([expect.stringContaining(`view == ${viewIds.corpus}`)]);
    expect(whens('view/item/context', 'generateFromConcept')).toEqual([expect.stringContaining(`view == ${viewIds.concepts}`)]);
  });

  it.each(['judge', 'embed'])('offer to %s samples and whole groups of them', (what) => {
    const [item] = contributes.menus['view/item/context']!.filter(({ command }) => command === `conceptLoom.${what}Samples`);
    const pattern = new RegExp(/viewItem =~ \/(.*)\/$/.exec(item!.when!)![1]!);
    for (const row of ['sample.pending', 'sample.gated', 'group.accepted']) expect(row).toMatch(pattern);
    expect('file.decided').not.toMatch(pattern);
  });

  it('walk through the main job: each step has a button, a picture that ships, and ends by what exists', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps).toHaveLength(4);
    for (const { description, completionEvents } of steps) {
      // A link that has a line to itself is shown as a button.
      expect(strings[description.slice(1, -1)]).toMatch(/^\[[^\]]+\]\(command:conceptLoom\.\w+\)$/m);
      expect(completionEvents).not.toEqual([]);
      for (const event of completionEvents) {
        const [kind, name] = event.split(':');
        expect(kind === 'onContext' ? Object.values(contextKeys) : kind === 'onCommand' ? commandIds : []).toContain(name);
      }
    }
    const folder = 'media/walkthrough/';
    expect(sorted(steps.map(({ media }) => media.svg))).toEqual(sorted(readdirSync(at(folder)).map((name) => `${folder}${name}`)));
    expect(readFileSync(at('.vscodeignore'), 'utf8')).toContain(`!${folder}*.svg`);
  });

  it('draw the walkthrough in the colours of the theme, with nothing that VS Code would not show there', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const picture = readFileSync(at(media.svg), 'utf8');
      expect(picture).toContain('var(--vscode-');
      expect(picture).not.toMatch(/<(style|script|image|foreignObject|text)\b|\bstyle=|\bhref=/);
    }
  });

  it('greet in every view, with a way to start the main job', () => {
    for (const view of Object.values(viewIds)) {
      const texts = contributes.viewsWelcome
        .filter((welcome) => welcome.view === view)
        .map(({ contents }) => strings[contents.slice(1, -1)]!);
      expect(texts.some((text) => text.includes('command:conceptLoom.weaveSamples'))).toBe(true);
      expect(texts.some((text) => text.includes('command:conceptLoom.restartEngine'))).toBe(true);
      expect(texts.some((text) => text.includes('command:workbench.trust.manage'))).toBe(true);
    }
  });
});
