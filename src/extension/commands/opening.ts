import * as vscode from 'vscode';
import type { Target } from '../generation/plan.ts';
import type { PanelWindow } from '../panel/panel.ts';
import type { Project } from '../project.ts';
import { exists } from '../project.ts';
import { setting } from '../settings.ts';
import { columnFor } from '../reveal/reveal.ts';
import type { Revealer } from '../reveal/reveal.ts';

/** Commands that show something: files, samples, concepts, the dataset. */
export class OpeningCommands {
  readonly #project: Project;
  readonly #panel: PanelWindow;
  readonly #revealer: Revealer;

  constructor(project: Project, panel: PanelWindow, revealer: Revealer) {
    this.#project = project;
    this.#panel = panel;
    this.#revealer = revealer;
  }

  /**
   * Opens the panel on a sample to decide on, beside its file with the evidence lit, and gives it the keyboard: of the file of the
   * active editor, where samples grew from that, else of the whole project. Where nothing is to decide, on that file, or on everything.
   */
  async openPanel(): Promise<void> {
    const active = await this.#activeFile();
    const place = active !== null && active.samples > 0 ? active.file : undefined;
    const next = await this.#toDecide(place);
    if (next !== null) await this.revealReference(next, place);
    const file = place ?? (next === null ? active?.file : undefined);
    this.#panel.show(file === undefined ? { kind: 'all' } : { kind: 'file', file }, { keyboard: true });
  }

  /** Opens the panel where a dataset is planned, which takes neither documents nor samples. */
  openPlan(): void {
    this.#panel.show({ kind: 'plan' }, { keyboard: true });
  }

  /** The corpus file in the active editor, and how many samples grew from it. */
  async #activeFile(): Promise<{ readonly file: string; readonly samples: number } | null> {
    const active = vscode.window.activeTextEditor;
    const file = active && this.#project.fileOf(active.document.uri);
    const known = file && (await this.#project.corpusFiles()).find((each) => each.file === file);
    return known ? { file: known.file, samples: Object.values(known.samples).reduce((sum, count) => sum + count, 0) } : null;
  }

  /** The first sample to review, of a file or of all; null where there is none. */
  async #toDecide(file?: string): Promise<string | null> {
    const filter = { status: ['pending' as const], ...(file === undefined ? {} : { file }) };
    const { samples } = await this.#project.request('samples/list', { filter, limit: 1 });
    return samples[0]?.id ?? null;
  }

  async openCorpusFile(file: string): Promise<void> {
    const uri = this.#project.shownUri(file);
    // Files above 50 MB and unreadable ones are VS Code's to show or refuse, in its own words.
    await vscode.commands.executeCommand('vscode.open', uri, {
      viewColumn: columnFor(uri.toString(), this.#panel.column),
      preview: true,
    } satisfies vscode.TextDocumentShowOptions);
    if (this.#panel.isOpen) this.#panel.focus({ kind: 'file', file });
    else if (setting('openBesideFiles') && !this.#panel.wasClosed) await this.#openBeside(file);
  }

  /** Opens the file whose text the active editor, or a named one, shows: in whatever shows files of its kind. */
  async openOriginal(handed: unknown): Promise<void> {
    const uri = handed instanceof vscode.Uri ? handed : vscode.window.activeTextEditor?.document.uri;
    const file = uri === undefined ? null : this.#project.fileOf(uri);
    if (file !== null) await vscode.commands.executeCommand('vscode.open', this.#project.uriOf(file));
  }

  /** Opens the panel on a file that was just opened; it has the keyboard where something is to decide, so that no key of it is typed into the file. */
  async #openBeside(file: string): Promise<void> {
    const next = await this.#toDecide(file);
    if (next !== null) await this.revealReference(next, file);
    this.#panel.show({ kind: 'file', file }, { keyboard: next !== null });
  }

  /** Shows a file of the project beside the panel, while something else is asked. */
  async showBeside(file: string): Promise<void> {
    const uri = this.#project.shownUri(file);
    const viewColumn = columnFor(uri.toString(), this.#panel.column);
    await vscode.window.showTextDocument(uri, { viewColumn, preserveFocus: true, preview: false });
  }

  /** Opens the panel on what was just made. */
  async openGenerated(target: Target): Promise<void> {
    if (target.kind === 'concept') this.focusConcept(target.concept.id);
    else if (target.kind === 'corpus') await this.openPanel();
    else {
      await this.openCorpusFile(target.file);
      this.#panel.show({ kind: 'file', file: target.file });
    }
  }

  focusConcept(concept: string): void {
    this.#panel.show({ kind: 'concept', concept });
  }

  /** Shows the sample in the panel and the passage it grew from beside it. */
  async openSample(sample: string): Promise<void> {
    await this.revealReference(sample);
    this.#panel.show({ kind: 'sample', sample });
  }

  /** Shows the sentences the answer rests on, or the first reference when none is known; those of a file rather than others. */
  async revealReference(sample: string, preferred?: string): Promise<void> {
    const { evidence, references } = await this.#project.request('samples/get', { sample });
    const places = [...evidence, ...references];
    const place = places.find(({ file }) => file === preferred) ?? places[0];
    if (place) await this.#revealer.reveal(place.file, place.start, place.end, this.#panel.column);
  }

  async openDataset(): Promise<void> {
    const { dataset } = await this.#project.status();
    const card = vscode.Uri.joinPath(this.#project.uriOf(dataset.folder), 'README.md');
    if (!(await exists(card))) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The dataset folder {0} is written with the first accepted sample.', dataset.folder),
      );
      return;
    }
    await vscode.commands.executeCommand('revealInExplorer', card);
    await vscode.commands.executeCommand('vscode.open', card, { viewColumn: columnFor(card.toString(), this.#panel.column) });
  }

  async openProjectFile(): Promise<void> {
    const file = vscode.Uri.joinPath(this.#project.folder, '.loom', 'project.yaml');
    if (!(await exists(file))) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('.loom/project.yaml is written with the first run; until then the defaults hold.'),
      );
      return;
    }
    await vscode.commands.executeCommand('vscode.open', file, { viewColumn: columnFor(file.toString(), this.#panel.column) });
  }
}
