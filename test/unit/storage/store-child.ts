/** Opens the store of a folder in a process of its own. Arguments: folder, name of the writer, number of samples. */
import { openStore } from '../../../src/engine/storage/store.ts';
import { accepts, makes, started } from './made-up.ts';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);
try {
  const store = openStore(folder, { by: name, dataset: 'dataset' });
  store.append([started(`run-${name}`)]);
  for (let sample = 0; sample < Number(count); sample++) {
    store.append([makes(`${name}-${sample}`)]);
    store.append([accepts(`${name}-${sample}`)]);
  }
  if (store.undo().what !== 'accepted 1 sample') throw new Error('undid the work of others');
  process.stdout.write(JSON.stringify({ problems: store.problems }));
  store.close();
} catch (error) {
  process.stdout.write(JSON.stringify({ error: String(error) }));
}
