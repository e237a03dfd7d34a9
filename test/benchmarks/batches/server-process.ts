/** The server of the batches benchmark, in a process of its own so that the client's memory is measured alone. */
import { ModelServer } from '../../support/model-server.ts';

const server = await ModelServer.start({ batches: true, record: false });
const sentence = 'Energy is kept because the force of the spring depends on the place alone, and not on the time. ';
server.batches.fate = ({ messages }) => ({ text: `${messages.at(-1)!.content.slice(0, 60)}: ${sentence.repeat(20)}` });
process.on('disconnect', () => process.exit());
process.send!(server.url);
