/** An index that came with a folder may be no index of ours: nothing in it is run, and nothing of it stays. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { createTables, openIndex } from '../../../src/engine/storage/index-schema.ts';
import { makes } from './made-up.ts';
import { newProject, using } from './projects.ts';

/** A table's name that ends the statement it is put into, if it is put into one as it is. */
const untrusted = '"parsed""; CREATE TABLE owned (x); --"';

const indexIn = (project: string): string => join(project, '.loom/cache/index.sqlite');

function tamper(project: string, sql: string): void {
  mkdirSync(join(project, '.loom/cache'), { recursive: true });
  const database = new DatabaseSync(indexIn(project));
  database.exec(sql);
  database.close();
}

function namesIn(project: string): unknown[] {
  const database = new DatabaseSync(indexIn(project), { readOnly: true });
  const rows = database.prepare('SELECT name FROM sqlite_schema').all();
  database.close();
  return rows.map(({ name }) => name);
}

const ids = (project: string): string[] => using(project, (store) => store.sampleIds({}));

describe('an index that is none of ours', () => {
  it.each([
    ['tables of another program', 'CREATE TABLE notes (text); CREATE VIEW latest AS SELECT * FROM notes'],
    ['a name that is a statement', `CREATE TABLE ${untrusted} (x)`],
  ])('is made anew where it has %s', (_, sql) => {
    const project = newProject();
    tamper(project, sql);
    expect(ids(project)).toEqual([]);
    expect(namesIn(project)).not.toContain('notes');
    expect(namesIn(project)).not.toContain('latest');
    expect(namesIn(project)).not.toContain('owned');
  });

  it.each([
    ['a table more', `CREATE TABLE ${untrusted} (x)`],
    ['a trigger', 'CREATE TRIGGER later AFTER INSERT ON events BEGIN DELETE FROM samples; END'],
    ['a view in place of a table', 'DROP TABLE ratings; CREATE VIEW ratings AS SELECT 1 AS passage, 2 AS event, 3 AS overall'],
  ])('is made anew from the journal where it has the right version and %s', (_, sql) => {
    const project = newProject();
    using(project, (store) => store.append([makes('a')]));
    const before = namesIn(project);
    tamper(project, sql);
    expect(ids(project)).toEqual(['a']);
    using(project, (store) => store.append([makes('b')]));
    expect(ids(project)).toEqual(['a', 'b']);
    expect(namesIn(project)).toEqual(before);
  });

  it('runs no name as a statement when it is emptied', () => {
    const project = newProject();
    const database = openIndex(ProjectPath.of(project).at('index.sqlite'));
    database.exec(`CREATE TABLE ${untrusted} (x)`);
    createTables(database, false);
    expect(database.get("SELECT name FROM sqlite_schema WHERE name LIKE '%owned%'")).toBeUndefined();
    database.close();
  });
});
