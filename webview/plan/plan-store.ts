import { ViewStore } from '../ui/store.ts';
import type { HostChannel } from '../ui/host-channel.ts';
import { MixtureStore, type MixtureSurroundings } from './mixture/mixture-store.ts';
import { ScalingStore, type ScalingSurroundings } from './scaling/scaling-store.ts';

interface PlanSurroundings {
  readonly mixture: MixtureSurroundings;
  readonly scaling: ScalingSurroundings;
}

/** The tab *Plan*: a mixture to train on, and how much data a goal takes. Each part tells of its own changes. */
export class PlanStore extends ViewStore {
  readonly mixture: MixtureStore;
  readonly scaling: ScalingStore;

  constructor(channel: HostChannel, { mixture, scaling }: PlanSurroundings) {
    super();
    this.mixture = new MixtureStore(channel, mixture);
    this.scaling = new ScalingStore(channel, scaling);
  }

  look(): void {
    this.mixture.look();
    this.scaling.look();
  }

  /** The tab is no longer shown: nothing is asked until it is looked at again. */
  leave(): void {
    this.mixture.leave();
  }
}
