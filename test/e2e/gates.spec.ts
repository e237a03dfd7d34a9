import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.mjs';
import { node24 } from '../../scripts/setup.mjs';
import { ModelServer } from '../support/model-server.ts';
import { Panel } from './support/panel.ts';
import { ProjectFolder, questionIn, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const asked = 'At which phase of the moon does the sea rise highest at the quay, and how long after noon does the next high water follow?';
/** Nearly the same as that. */
const near = asked.replace('quay', 'pier');
const leaked = 'How long does a wave of the tide take to travel once around a round basin of the size of the North Sea?';
const sound = [
  'Why is a tidal bore seen in few rivers, and in these only around the days of the spring tide?',
  'What keeps a turbine in the throat of an estuary at rest for an hour at each turn of the tide?',
  'By which sign in the sand does a walker know the line of the last high water from that of the one before?',
];

const replyTo = (prompt: string, call: number): string => {
  if (!prompt.includes('<Q1>')) return '<answer>\nIt follows from what is known of the tides, about six hours later.\n</answer>';
  const questions = [[asked, near, leaked], ...sound.map((question) => [question])][call] ?? [];
  return questions.map((text, at) => `<Q${at + 1}>\nQuestion: ${text}\nOrig_tag: newly_created\nLevel: college\n</Q${at + 1}>`).join('\n');
};

/** Gates over one run, into which a near-duplicate and a question of a benchmark were planted: each step stands on those before it. */
describe('gates in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    let calls = 0;
    server = await ModelServer.start({
      reply: ({ messages }) => {
        const prompt = messages.at(-1)!.content;
        return replyTo(prompt, prompt.includes('<Q1>') ? calls++ : 0);
      },
    });
    project = new ProjectFolder(tides);
    project.write(
      'bench.jsonl',
      `${JSON.stringify({ question: 'What is the capital of the country with the widest tides?' })}\n${JSON.stringify({ question: leaked })}\n`,
    );
    project.write('.loom/project.yaml', 'models: { questions: writer, answers: writer }\ngates: { leakage: { files: [bench.jsonl] } }\n');
    workbench = await Workbench.open({
      folder: project.path,
      size: { width: 1900, height: 1000 },
      machineSettings: { 'conceptLoom.profiles': { writer: { url: server.url, model: 'test' } } },
    });
    panel = new Panel(workbench.panel);
    await workbench.openContainer();
    await workbench.row('Corpus', 'harbour.md').waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };
  /** Waits for the rows of this filter: those of the one before may be as many. */
  const show = async (filter: string, count: number, holds: string): Promise<void> => {
    await panel.filter.fill(filter);
    await panel.rows.filter({ hasText: holds }).first().waitFor();
    await expect.poll(() => panel.rows.count()).toBe(count);
  };
  const accepted = (): string[] =>
    project
      .records('dataset/data')
      .map((row) => questionIn(row))
      .sort();

  it('hold back the near-duplicate and the leaked question, and ask for answers to neither', async () => {
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.chooseRun('Level-1 questions', 4);
    await workbench.quickPick('without a budget').click();
    await workbench.row('Runs', /Generate 4 \(Level-1 questions\).*done/).waitFor({ timeout: 60_000 });
    await workbench.row('Samples', /Held Back by a Gate\s*2/).waitFor();
    const prompts = server.chats.map(({ body }) => body!.messages.at(-1)!.content);
    expect(prompts.filter((prompt) => prompt.includes(asked)).length).toBeGreaterThan(0);
    expect(prompts.filter((prompt) => prompt.includes(near) || prompt.includes(leaked))).toEqual([]);
    await workbench.run('Concept Loom: Open Loom Beside');
    await panel.count('gated', 2).waitFor();
  });

  it('show the twin beside it, and lead there', async () => {
    await show('gate:near-duplicate', 1, 'At which phase');
    await panel.rows.first().click();
    const twin = panel.frame.getByTestId('twin');
    await twin.waitFor();
    expect(await twin.locator('ins').allInnerTexts()).toEqual(['pier', 'quay']);
    await picture('gates-1-twin');
    await panel.button(/^Show this sample/).click();
    await expect.poll(() => panel.textOf(panel.question)).toBe(asked);
  });

  it('show the item of the benchmark, the words that led to it marked in both', async () => {
    await show('gate:leakage', 1, 'How long does a wave');
    await panel.rows.first().click();
    const leak = panel.frame.getByTestId('leak');
    await leak.getByText('bench.jsonl, line 2').waitFor();
    const [own, other] = await leak.locator('mark').allInnerTexts();
    expect(own).toBe(other);
    expect(leaked).toContain(own!);
    await picture('gates-2-leak');
  });

  it('let one in, with the answer that it lacks, and nothing else', async () => {
    await show('gate:near-duplicate', 1, 'At which phase');
    await panel.rows.first().click();
    await panel.button(/^Answer and let in/).click();
    await panel.count('gated', 1).waitFor();
    await expect.poll(() => panel.status.innerText()).toBe('to review');
    expect(await panel.textOf(panel.question)).toBe(near);
    await panel.frame.getByTestId('answer').getByText('six hours later').waitFor();
    await picture('gates-3-let-in');
    await show('status:pending', 5, 'Why is a tidal bore');
    await panel.button(/^Select all 5/).click();
    await panel.button(/^Accept 5/).click();
    await panel.count('accepted', 5).waitFor();
    await expect.poll(accepted).toEqual([asked, near, ...sound].sort());
  });

  it('leave the export with exactly the rest', async () => {
    await run(node24(), ['bin/loom.mjs', 'export', '--format', 'alpaca', '--out', join(project.path, 'out'), '--project', project.path], {
      quiet: true,
    });
    expect(project.records('out/data').map(({ instruction }) => instruction)).toEqual(expect.arrayContaining([asked, near, ...sound]));
    expect(project.records('out/data')).toHaveLength(5);
  });
});
