/** The server of the batches benchmark, in a process of its own so that the client's memory is measured alone. */
import { ModelServer } from '../../support/model-server.ts';

const server = await ModelServer.start({ batches: true, record: false });
const things =
  'spring swing string lever wheel ribbon anchor needle hammer magnet planet bottle ladder pulley engine rocket piston fiddle kettle pebble';
/** About two kilobytes that repeat nothing word for word: a reply that does is refused. */
const text = things
  .split(' ')
  .map((thing) => `Energy is kept because the force of the ${thing} depends on the place alone, and not on the time.`)
  .join(' ');
server.batches.fate = ({ messages }) => ({ text: `${messages.at(-1)!.content.slice(0, 60)}: ${text}` });
process.on('disconnect', () => process.exit());
process.send!(server.url);
