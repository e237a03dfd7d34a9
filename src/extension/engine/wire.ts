/** Parts that speak with the engine: JSON-RPC, and the contract with the schemas of every request. */
import '../validation.ts';
export { definitionOf } from '../../protocol/engine.ts';
export { EngineConnection } from './connection.ts';
